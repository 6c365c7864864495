import { BestTurns } from './best-turns';
import { DenseScore } from './dense-score';
import { Factors } from './factors';
import { LexicalScore } from './lexical-score';
import type { NamespaceStore } from './namespace-store';
import { Neighbourhood } from './neighbourhood';
import { planQuery } from './query-plan';
import type { RankQuery, RankResult } from './rank-query';
import type { RankingAssets } from './ranking-assets';
import type { RankingConstants } from './ranking-constants';
import { narrow, selectLive, type Selection } from './selection';

/**
 * Ranks the memories of a namespace for a question:
 * score = (lexical + weight * dense) * hints * (1 + importance + recency).
 */
export function rank(
  query: RankQuery,
  store: NamespaceStore,
  assets: RankingAssets,
  constants: RankingConstants,
): RankResult {
  const { workspace } = assets;
  workspace.prepare(store.turnCount, store.scopes.count);
  const live = selectLive(store);
  const returnable = query.filter === undefined ? live : narrow(live, query.filter, store);

  const plan = planQuery(query.text, store, assets, constants);
  const neighbourhood = new Neighbourhood(store.sessions, live, constants.neighbours);
  const lexical = new LexicalScore(store, plan, live, neighbourhood, constants, workspace);
  const dense = new DenseScore(assets.encoder.encode(query.text), store, neighbourhood, workspace);
  const factors = new Factors(store, plan, constants, query.now);
  const baseScores = (turn: number) => ({
    lexical: lexical.coverage(turn),
    dense: constants.denseWeight * dense.score(turn),
  });

  const all = query.exhaustive ?? store.liveCount <= constants.candidates.exhaustiveUpTo;
  const candidates = all
    ? everyTurn(returnable, lexical, dense)
    : chooseCandidates(query.limit, store, returnable, neighbourhood, lexical, dense, constants);

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
  return { hits, totalCandidates };
}

function everyTurn(returnable: Selection, lexical: LexicalScore, dense: DenseScore): number[] {
  lexical.walk(Infinity);
  dense.measureAll();
  return selectedTurns(returnable);
}

/** The best by words, the best by meaning, and the neighbours of both. */
function chooseCandidates(
  limit: number,
  store: NamespaceStore,
  returnable: Selection,
  neighbourhood: Neighbourhood,
  lexical: LexicalScore,
  dense: DenseScore,
  constants: RankingConstants,
): Set<number> {
  const { lexical: byWords, dense: byMeaning, byCode, postingBudget } = constants.candidates;
  lexical.walk(postingBudget);
  const compare = (turn: number, other: number) => store.turns.compareByArrival(turn, other);
  const bestByWords = new BestTurns(Math.max(limit, byWords), compare);
  for (const turn of lexical.touched)
    if (returnable[turn] === 1) bestByWords.offer(turn, lexical.coverage(turn));
  const bestByMeaning = new BestTurns(Math.max(limit, byMeaning), compare);
  for (const turn of dense.closestByCode(returnable, Math.max(limit, byCode))) {
    bestByMeaning.offer(turn, dense.similarity(turn));
  }
  const candidates = new Set([...bestByWords.ranked(), ...bestByMeaning.ranked()]);
  for (const turn of [...candidates]) {
    neighbourhood.forEach(turn, (neighbour) => {
      if (returnable[neighbour] === 1) candidates.add(neighbour);
    });
  }
  for (const turn of candidates) lexical.completeTurn(turn);
  return candidates;
}

function selectedTurns(selection: Selection): number[] {
  const turns: number[] = [];
  selection.forEach((selected, turn) => {
    if (selected === 1) turns.push(turn);
  });
  return turns;
}
