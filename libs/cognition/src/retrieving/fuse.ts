/** How much ranks differ: with 60 the first place counts little more than the next ones (Cormack et al. 2009). */
const RANK_OFFSET = 60;
/** The weight of how far a score stands out from the others of its retriever. */
const SCORE_WEIGHT = 0.5;

/** What one retriever found, best first. */
export interface RetrievedList {
  readonly retriever: string;
  readonly weight: number;
  readonly hits: readonly { readonly id: string; readonly score: number }[];
}

/** A memory with its fused score. */
export interface Fused {
  readonly id: string;
  readonly score: number;
  /** The one that counted most. */
  readonly retriever: string;
}

/**
 * Weighted reciprocal rank fusion, best first: the sum over retrievers of weight × (1/(60 + rank) + 0.5 × z), where z is by how many standard
 * deviations a score lies above the mean of its retriever. One that lies below loses nothing: to be found by one more never lowers a memory.
 */
export function fuse(lists: readonly RetrievedList[]): Fused[] {
  const fused = new Map<string, { score: number; retriever: string; most: number }>();
  for (const { retriever, weight, hits } of lists) {
    const z = standardised(hits.map(({ score }) => score));
    for (const [place, { id }] of hits.entries()) {
      const part = weight * (1 / (RANK_OFFSET + place + 1) + SCORE_WEIGHT * Math.max(0, z[place]!));
      const known = fused.get(id);
      const most = Math.max(part, known?.most ?? 0);
      fused.set(id, {
        score: part + (known?.score ?? 0),
        retriever: known && known.most >= part ? known.retriever : retriever,
        most,
      });
    }
  }
  return [...fused]
    .map(([id, { score, retriever }]) => ({ id, score, retriever }))
    .sort((one, other) => other.score - one.score);
}

function standardised(scores: readonly number[]): number[] {
  const mean = scores.reduce((sum, score) => sum + score, 0) / Math.max(1, scores.length);
  const variance = scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / Math.max(1, scores.length);
  const deviation = Math.sqrt(variance);
  return scores.map((score) => (deviation > 0 ? (score - mean) / deviation : 0));
}
