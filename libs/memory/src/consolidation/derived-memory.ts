import type { NewMemory } from '../memory';

/** Kinds of memories that repeat words of others, to which they are linked by `derived_from`: summaries of sessions, and episodes of the cognitive loop. */
export const DERIVED_TYPES: readonly string[] = ['summary', 'episode'];

/** The keys that these are made and renewed under. Postgres reads the expression, too. */
export const DERIVED_KEY = /^(summary:[0-9a-f]{32}|segment:[0-9a-f]{16}:[0-9]+(:[0-9]+)?)$/;

/** Whether the service derived the memory from others. It is deleted with any of them, so that none of their words stay. */
export function isDerivedMemory({ memoryType, key }: Pick<NewMemory, 'memoryType' | 'key'>): boolean {
  return key !== null && DERIVED_TYPES.includes(memoryType) && DERIVED_KEY.test(key);
}

/** Ids of derived memories by the id of what they repeat. */
export type StoredDerivedIds = ReadonlyMap<string, readonly string[]>;
