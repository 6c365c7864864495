import { recency } from './salience';

/** Weights of the cosine of embeddings, of that cosine within the subspace of the salient entries, and of recency. */
const UNIFIED_WEIGHTS = { cosine: 0.6, subspace: 0.25, recency: 0.15 } as const;

/**
 * The score of a working-memory entry for a question, 0 to 1: 0.6 cosine + 0.25 subspace cosine + 0.15 recency.
 * @param steps minutes since it was admitted
 */
export function unifiedScore({
  cosine,
  subspaceCosine = 0,
  steps,
}: {
  readonly cosine: number;
  readonly subspaceCosine?: number;
  readonly steps: number;
}): number {
  const score =
    UNIFIED_WEIGHTS.cosine * Math.max(0, cosine) +
    UNIFIED_WEIGHTS.subspace * subspaceCosine +
    UNIFIED_WEIGHTS.recency * recency(steps);
  return Math.min(1, Math.max(0, score));
}
