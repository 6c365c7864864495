import type { WeighedLink } from './consolidation';

/** A change of a memory by a run, as it is kept to be undone. */
export interface RunChange {
  readonly run: string;
  readonly kind: 'closed' | 'summarised';
  readonly memoryId: string;
  /** That the change made. */
  readonly version: number;
}

/** What a link weighs from now on. */
export interface PlannedWeight extends WeighedLink {
  readonly run: string;
  /** Whether it is taken back. */
  readonly undone: boolean;
}
