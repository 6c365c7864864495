import { recency } from './salience';

/** Shares of meaning, of meaning within the subspace of what is salient, and of recency. */
export const UNIFIED_WEIGHTS = { cosine: 0.6, subspace: 0.25, recency: 0.15 } as const;

/**
 * How well a memory in mind fits a question, 0 to 1: 0.6 cosine + 0.25 subspace cosine + 0.15 recency.
 * @param steps since it came to mind, in minutes
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
