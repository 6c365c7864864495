/** Time counts in steps of a minute. */
export const STEP_MS = 60_000;
/** Steps after which recency has fallen to 1/e. */
export const RECENCY_STEPS = 32;
/** Shares of novelty, reward and recency. */
export const SALIENCE_WEIGHTS = { novelty: 0.6, reward: 0.3, recency: 0.1 } as const;

/** The recency of an entry: 1 for a new one, falling with each step. @param steps since it was admitted */
export function recency(steps: number): number {
  return Math.exp(-Math.max(0, steps) / RECENCY_STEPS);
}

/** The salience of an entry, 0 to 1: 0.6 novelty + 0.3 reward + 0.1 recency. */
export function salience(memory: {
  readonly novelty: number;
  readonly reward: number;
  readonly ageMs: number;
}): number {
  const { novelty, reward } = SALIENCE_WEIGHTS;
  return (
    novelty * memory.novelty +
    reward * memory.reward +
    SALIENCE_WEIGHTS.recency * recency(memory.ageMs / STEP_MS)
  );
}
