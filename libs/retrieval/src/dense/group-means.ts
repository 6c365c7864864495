/** A sum of similarities and how many they are. */
export interface SimilaritySum {
  readonly sum: number;
  readonly count: number;
}

/** The similarities to a question in each language group, by its number. */
export interface Similarities {
  readonly groups: readonly SimilaritySum[];
  /** Factor from the sums to similarities. */
  readonly unit: number;
}

/** Those of several namespaces together. */
export function joinSimilarities(all: readonly Similarities[]): Similarities {
  const [first] = all;
  if (all.length === 1 && first) return first;
  const length = Math.max(0, ...all.map(({ groups }) => groups.length));
  const sumOf = (group: number, of: (sum: SimilaritySum) => number) =>
    all.reduce((sum, { groups }) => sum + (groups[group] ? of(groups[group]) : 0), 0);
  const groups = Array.from({ length }, (_, group) => ({
    sum: sumOf(group, ({ sum }) => sum),
    count: sumOf(group, ({ count }) => count),
  }));
  return { groups, unit: first?.unit ?? 1 };
}

/**
 * The mean similarity to a question in each language group. A group of few memories says little of its mean: it is drawn towards that of the
 * namespace, as if `prior` memories had that one (shrinkage, Efron and Morris 1977).
 */
export class GroupMeans {
  private readonly overall: number;

  /**
   * @param groups by the number of the group
   * @param prior how many memories the mean of the namespace counts for
   * @param unit factor from the sums to similarities
   */
  constructor(
    private readonly groups: readonly SimilaritySum[],
    private readonly prior: number,
    private readonly unit = 1,
  ) {
    const total = groups.reduce((sum, group) => sum + group.sum, 0);
    const count = groups.reduce((sum, group) => sum + group.count, 0);
    this.overall = count === 0 ? 0 : (total / count) * unit;
  }

  /** The mean of a group; that of the namespace exactly where all are of one group. */
  of(number: number): number {
    const group = this.groups[number];
    if (!group || group.count === 0) return this.overall;
    const own = (group.sum / group.count) * this.unit;
    return this.overall + ((own - this.overall) * group.count) / (group.count + this.prior);
  }
}
