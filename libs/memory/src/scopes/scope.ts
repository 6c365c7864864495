import type { PageQuery } from '../listing/page';
import type { MemoryFilter } from '../memory';

/** What memories are grouped by. */
export const SCOPE_KINDS = ['namespace', 'user', 'agent', 'session', 'tag'] as const;
export type ScopeKind = (typeof SCOPE_KINDS)[number];

/** Which scopes to list, by name. */
export interface ScopeQuery extends PageQuery {
  readonly kind: ScopeKind;
  /** Only of memories in this namespace; null: of every one. */
  readonly namespace: string | null;
  readonly filter: MemoryFilter;
}

/** A namespace, user, agent, session or tag, with what it has. */
export interface Scope {
  readonly name: string;
  /** Memories that the caller sees. */
  readonly memories: number;
  /** When one of them was last stored or changed, in milliseconds since the Unix epoch. */
  readonly lastUsedAt: number;
}
