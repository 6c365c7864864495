import { BestTurns } from './best-turns';
import type { DenseScore } from './dense-score';
import type { LexicalScore } from './lexical-score';
import type { NamespaceStore } from './namespace-store';
import type { Neighbourhood } from './neighbourhood';
import type { CandidateConstants } from './ranking-constants';
import type { Selection } from './selection';
import type { Workspace } from './workspace';

/** What a question is searched with. */
export interface Search {
  readonly store: NamespaceStore;
  /** The turns that may be answered. */
  readonly returnable: Selection;
  readonly neighbourhood: Neighbourhood;
  readonly lexical: LexicalScore;
  readonly dense: DenseScore;
  readonly workspace: Workspace;
  /** Those of them that something beside the question points to. */
  readonly attended: readonly number[];
}

/** Every turn that may be answered. */
export function everyTurn({ store, returnable, lexical, dense }: Search): number[] {
  lexical.walk(Infinity);
  dense.measureAll();
  const turns: number[] = [];
  for (let turn = 0; turn < store.turnCount; turn++) if (returnable[turn] === 1) turns.push(turn);
  return turns;
}

/**
 * The best by their own words, the best by meaning, those that something else points to, and the neighbours of all.
 *
 * @param limit how many the question wants: at least so many of each kind are chosen
 */
export function chooseCandidates(
  search: Search,
  limit: number,
  constants: CandidateConstants,
): ReadonlySet<number> {
  search.lexical.walk(constants.postingBudget);
  const candidates = new Set([
    ...bestByWords(search, Math.max(limit, constants.lexical)),
    ...bestByMeaning(search, Math.max(limit, constants.dense), Math.max(limit, constants.byCode)),
    ...search.attended,
  ]);
  const { neighbourhood, returnable } = search;
  for (const turn of [...candidates]) {
    const neighbours = neighbourhood.gather(turn);
    for (let i = 0; i < neighbours; i++) {
      const neighbour = neighbourhood.turns[i]!;
      if (returnable[neighbour] === 1) candidates.add(neighbour);
    }
  }
  return candidates;
}

function bestByWords({ returnable, store, workspace }: Search, limit: number): number[] {
  const { own, touched, touchedCount } = workspace;
  const best = new BestTurns(limit, (turn, other) => store.turns.compareByArrival(turn, other));
  for (let i = 0; i < touchedCount; i++) {
    const turn = touched[i]!;
    if (returnable[turn] === 1) best.offer(turn, own[turn]!);
  }
  return best.ranked();
}

function bestByMeaning({ dense, returnable, store }: Search, limit: number, byCode: number): number[] {
  const best = new BestTurns(limit, (turn, other) => store.turns.compareByArrival(turn, other));
  for (const turn of dense.closestByCode(returnable, byCode)) best.offer(turn, dense.similarity(turn));
  return best.ranked();
}
