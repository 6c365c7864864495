import { joinSimilarities } from '../dense/group-means';
import type { NamespaceStore } from '../index/namespace-store';
import { planQuery } from '../lexical/query-plan';
import { JointCollection } from './joint-collection';
import { NamespaceRanking } from './namespace-ranking';
import { byArrival, placed, PLACED_AMONG } from './placed';
import type { QueryContext } from './query-context';
import type { RankQuery, RankResult } from './rank-query';
import type { RankingAssets } from './ranking-assets';
import type { RankingConstants } from './ranking-constants';

/** A namespace to be ranked, and what points to its documents beside the words of the question. */
export interface Part {
  readonly store: NamespaceStore;
  readonly context: QueryContext;
}

/** Ranks the memories of a namespace, or of several together, for a question. */
export function rank(
  query: RankQuery,
  parts: readonly Part[],
  assets: RankingAssets,
  constants: RankingConstants,
): RankResult {
  const rankings = rankingsOf(query, parts, assets, constants);
  compareTogether(rankings);
  const limit = Math.max(query.limit, PLACED_AMONG);
  const found = rankings.map((ranking) => ranking.best(limit));
  const scored = found.flatMap((each) => each.scored);
  if (found.length > 1) scored.sort((one, other) => other.score - one.score || byArrival(one, other));
  const hits = placed(scored.slice(0, limit), constants, query).map((each) => each.home.hitOf(each));
  const workingMemory = rankings
    .flatMap((ranking) => ranking.workingMemory())
    .sort((one, other) => other.similarity - one.similarity);
  for (const ranking of rankings) ranking.finish();
  return {
    hits,
    fits: rankings.some(({ evidence }) => evidence.fits),
    totalCandidates: found.reduce((sum, { total }) => sum + total, 0),
    workingMemory,
  };
}

/** Each namespace with its candidates. */
function rankingsOf(
  query: RankQuery,
  parts: readonly Part[],
  assets: RankingAssets,
  constants: RankingConstants,
): NamespaceRanking[] {
  const [first, ...others] = parts;
  if (!first) return [];
  const stores = parts.map(({ store }) => store);
  const joint = others.length === 0 ? null : new JointCollection(stores, assets);
  const collection = joint ?? first.store;
  const plan = planQuery(query.text, collection, assets, constants);
  const asked = { query, question: assets.encoder.encodeText(query.text), collection, assets, constants };
  const all = query.exhaustive ?? collection.liveCount <= constants.candidates.exhaustiveUpTo;
  const largestFirst = [...parts].sort((one, other) => other.store.documentCount - one.store.documentCount);
  return largestFirst.map(({ store, context }, place) => {
    const own = joint ? joint.planIn(store, plan) : plan;
    const ranking = new NamespaceRanking(store, context, own, asked, assets.workspaces.at(place));
    ranking.find(all);
    return ranking;
  });
}

/** Sets what scores are compared with: figures of all namespaces. */
function compareTogether(rankings: readonly NamespaceRanking[]): void {
  const similarities = joinSimilarities(rankings.map(({ dense }) => dense.similarities()));
  for (const { dense } of rankings) dense.compareWith(similarities);
  const largest = Math.max(0, ...rankings.map((ranking) => ranking.largestExcess()));
  const frequency = (place: number) =>
    rankings.reduce((sum, { lexical }) => sum + lexical.sessions.frequency(place), 0);
  for (const ranking of rankings) ranking.compareWith(largest, frequency);
}
