/** One question with the documents that answer it. */
export interface JudgedQuery {
  readonly query_id: string;
  readonly category: string;
  readonly evidence: readonly string[];
}

export const CUTOFFS = [1, 5, 10, 20] as const;
export const METRICS = [
  ...CUTOFFS.map((k) => `hit@${k}`),
  ...CUTOFFS.map((k) => `recall@${k}`),
  ...CUTOFFS.map((k) => `all@${k}`),
  'mrr@10',
  'ndcg@10',
];

/** Questions made to mislead; they have a row of their own and do not count as answerable. */
const ADVERSARIAL = 'adversarial';

/** Metric values by name, each 0 to 1. */
export type Scores = Readonly<Record<string, number>>;

/** A row of the table: a group of questions and its means. */
export interface GroupScores {
  readonly group: string;
  readonly count: number;
  readonly means: Scores;
}

/**
 * Scores one ranking. hit: evidence among the first k; recall: share of it; all: all of it; MRR and nDCG (binary gains) at 10.
 * @param ranked document ids, best first; repeated ids count once
 */
export function scoreRanking(evidence: readonly string[], ranked: readonly string[]): Scores {
  const wanted = new Set(evidence);
  const relevant = [...new Set(ranked)].slice(0, 20).map((id) => wanted.has(id));
  const scores: Record<string, number> = {};
  for (const k of CUTOFFS) {
    const found = relevant.slice(0, k).filter(Boolean).length;
    scores[`hit@${k}`] = found > 0 ? 1 : 0;
    scores[`recall@${k}`] = found / wanted.size;
    scores[`all@${k}`] = found === wanted.size ? 1 : 0;
  }
  const first = relevant.slice(0, 10).indexOf(true);
  scores['mrr@10'] = first < 0 ? 0 : 1 / (first + 1);
  const ideal = discountedGain(Array.from({ length: Math.min(evidence.length, 10) }, () => true));
  scores['ndcg@10'] = discountedGain(relevant.slice(0, 10)) / ideal;
  return scores;
}

/** Means over all answerable questions, over each category, and over everything. Questions without evidence are left out. */
export function scoreRun(
  queries: readonly JudgedQuery[],
  run: ReadonlyMap<string, readonly string[]>,
): GroupScores[] {
  const groups = new Map<string, Scores[]>();
  for (const query of queries) {
    if (query.evidence.length === 0) continue;
    const scores = scoreRanking(query.evidence, run.get(query.query_id) ?? []);
    const names = query.category === ADVERSARIAL ? ['all', ADVERSARIAL] : ['overall', 'all', query.category];
    for (const name of names) groups.set(name, [...(groups.get(name) ?? []), scores]);
  }
  return [...groups]
    .map(([group, scores]) => ({ group, count: scores.length, means: meansOf(scores) }))
    .sort((a, b) => order(a.group) - order(b.group) || a.group.localeCompare(b.group));
}

function discountedGain(relevant: readonly boolean[]): number {
  return relevant.reduce((sum, gain, index) => sum + (gain ? 1 / Math.log2(index + 2) : 0), 0);
}

function meansOf(scores: readonly Scores[]): Scores {
  return Object.fromEntries(
    METRICS.map((metric) => [
      metric,
      scores.reduce((sum, each) => sum + (each[metric] ?? 0), 0) / scores.length,
    ]),
  );
}

function order(group: string): number {
  return group === 'overall' ? 0 : 1;
}
