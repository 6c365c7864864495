/** How strong a link of a weight is, 0 to 1: weight / (1 + weight), so that the usual weight of 1 is a half. */
export function linkStrength(weight: number): number {
  if (weight === Infinity) return 1;
  return weight > 0 ? weight / (1 + weight) : 0;
}

/** A link between two memories, as far as activation looks at it: it spreads in both directions. */
export interface ActivationEdge {
  readonly from: string;
  readonly to: string;
  readonly weight: number;
}

/**
 * What memories gain by links to hits, one hop far: weight × the score of the hit × the strength of the link, of all links the one that gives
 * most. No gain is above weight × the best score.
 * @param scores of the hits that pass activation on
 */
export function activation(
  scores: ReadonlyMap<string, number>,
  edges: readonly ActivationEdge[],
  weight: number,
): Map<string, number> {
  const gains = new Map<string, number>();
  const pass = (from: string, to: string, strength: number): void => {
    const gain = weight * Math.max(0, scores.get(from) ?? 0) * strength;
    if (from !== to && gain > (gains.get(to) ?? 0)) gains.set(to, gain);
  };
  for (const { from, to, weight: linkWeight } of edges) {
    const strength = linkStrength(linkWeight);
    pass(from, to, strength);
    pass(to, from, strength);
  }
  return gains;
}
