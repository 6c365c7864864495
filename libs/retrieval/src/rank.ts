import { type Attention, attendedTurns } from './attention';
import { BestTurns } from './best-turns';
import { chooseCandidates, everyTurn } from './choose-candidates';
import { DenseScore } from './dense-score';
import { Factors } from './factors';
import { LexicalScore } from './lexical-score';
import type { NamespaceStore } from './namespace-store';
import { Neighbourhood } from './neighbourhood';
import { planQuery } from './query-plan';
import type { MemoryInMind, RankQuery, RankResult } from './rank-query';
import type { RankingAssets } from './ranking-assets';
import type { RankingConstants } from './ranking-constants';
import { selectLive, selectMatching } from './selection';

/**
 * Ranks the memories of a namespace for a question:
 * score = (lexical + weight * dense) * hints * (1 + importance + recency + feedback).
 */
export function rank(
  query: RankQuery,
  store: NamespaceStore,
  assets: RankingAssets,
  constants: RankingConstants,
  attention: Attention,
): RankResult {
  const { workspace } = assets;
  workspace.prepare(store.turnCount, store.passages.count, store.scopes.count, store.vocabulary.termCount);
  const returnable = query.filter === undefined ? selectLive(store) : selectMatching(query.filter, store);

  const plan = planQuery(query.text, store, assets, constants);
  const neighbourhood = new Neighbourhood(store.sessions, constants.neighbours);
  const lexical = new LexicalScore(store, plan, neighbourhood, constants, workspace);
  const dense = new DenseScore(assets.encoder.encode(query.text), store, neighbourhood, workspace);
  const factors = new Factors(store, plan, constants, query.now, attention);
  const baseScores = (turn: number) => ({
    lexical: lexical.coverage(turn),
    dense: constants.denseWeight * dense.score(turn),
  });

  const all = query.exhaustive ?? store.liveCount <= constants.candidates.exhaustiveUpTo;
  const attended = [...attendedTurns(attention)].filter((turn) => returnable[turn] === 1);
  const search = { store, returnable, neighbourhood, lexical, dense, workspace, attended };
  const candidates = all ? everyTurn(search) : chooseCandidates(search, query.limit, constants.candidates);

  const best = new BestTurns(query.limit, (turn, other) => store.turns.compareByArrival(turn, other));
  let totalCandidates = 0;
  for (const turn of candidates) {
    const score = factors.score(turn, baseScores(turn));
    if (!(score > 0)) continue;
    totalCandidates += 1;
    best.offer(turn, score);
  }
  const hits = best.ranked().map((turn) => ({
    id: store.turns.ids[turn]!,
    version: store.turns.version.values[turn]!,
    score: factors.score(turn, baseScores(turn)),
    ...(query.explain === true && { explanation: factors.explain(turn, baseScores(turn)) }),
  }));
  const known = closestOf(
    attended.filter((turn) => attention.inMind.has(turn)),
    store,
    dense,
  );
  lexical.release();
  workspace.finish();
  return { hits, totalCandidates, inMind: known };
}

function closestOf(turns: readonly number[], store: NamespaceStore, dense: DenseScore): MemoryInMind[] {
  const { ids, version } = store.turns;
  return turns
    .map((turn) => ({ id: ids[turn]!, version: version.values[turn]!, similarity: dense.similarity(turn) }))
    .sort((one, other) => other.similarity - one.similarity);
}
