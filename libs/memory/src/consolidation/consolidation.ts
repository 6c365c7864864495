import type { Supersession } from './supersession';
import type { LinkType } from '../links/link';
import type { NewMemory } from '../memory';

/** A link as it is stored, and what it weighs from now on; null: it goes. */
export interface WeighedLink {
  readonly sourceId: string;
  readonly type: LinkType;
  /** As it is stored: `id:…` or `key:…`. */
  readonly target: string;
  readonly weight: number | null;
  /** It is weighed only while it has this weight. */
  readonly before: number;
  /** Until when it has faded, in milliseconds since the Unix epoch; null: it has not. */
  readonly weighedAt: number | null;
}

/** One change that a run makes, or takes back. */
export type ConsolidationStep =
  /** Closes a memory, in this version only. */
  | {
      readonly kind: 'close';
      readonly id: string;
      readonly version: number;
      readonly closure: Omit<Supersession, 'run'>;
    }
  /** Opens a memory that the run closed. */
  | { readonly kind: 'reopen'; readonly id: string }
  /** Stores a summary under its key. */
  | { readonly kind: 'summarise'; readonly memory: NewMemory }
  /** Removes a summary permanently. */
  | { readonly kind: 'remove'; readonly id: string }
  /** Lets links fade, or gives them back what they weighed. */
  | { readonly kind: 'weigh'; readonly links: readonly WeighedLink[]; readonly undone: boolean };

/** Changes of one run. Between those of two calls other writes of the tenant have their turn. */
export interface ConsolidationRequest {
  readonly run: string;
  /** At most 500. */
  readonly steps: readonly ConsolidationStep[];
}

/** Whether each step was done, in their order. What has changed since it was looked at is left alone. */
export interface Consolidated {
  readonly done: readonly boolean[];
}

/** What a run changed, as it is kept to be undone. */
export type RunChange =
  | { readonly kind: 'closed' | 'summarised'; readonly memoryId: string; readonly version: number }
  /** The link as it would be weighed to take it back. */
  | { readonly kind: 'weighed'; readonly link: WeighedLink };
