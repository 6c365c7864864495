import type { NewMemory } from '../memory';

/** Kinds of memories that repeat words of others, to which they are linked by `derived_from`: summaries of sessions, and episodes of the cognitive loop. */
export const EXTRACT_TYPES: readonly string[] = ['summary', 'episode'];

/** The keys that these are made and renewed under. Postgres reads the expression, too. */
export const EXTRACT_KEY = /^(summary:[0-9a-f]{32}|segment:[0-9a-f]{16}:[0-9]+(:[0-9]+)?)$/;

/** Whether the service made it of what others said. It goes with each of those, so that nothing of them is left; what somebody else wrote does not. */
export function isExtract({ memoryType, key }: Pick<NewMemory, 'memoryType' | 'key'>): boolean {
  return key !== null && EXTRACT_TYPES.includes(memoryType) && EXTRACT_KEY.test(key);
}
