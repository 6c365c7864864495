import type { AskedTime } from './asked-time';
import { BestDocuments } from './best-documents';
import type { CrossLanguage } from './cross-language';
import type { DenseScore } from '../dense/dense-score';
import type { LexicalScore } from '../lexical/lexical-score';
import type { NamespaceStore } from '../index/namespace-store';
import type { Neighbourhood } from './neighbourhood';
import type { CandidateConstants } from './ranking-constants';
import type { Selection } from './selection';
import type { Workspace } from './workspace';

/** What a question is searched with. */
export interface Search {
  readonly store: NamespaceStore;
  /** The documents that may be answered. */
  readonly returnable: Selection;
  readonly neighbourhood: Neighbourhood;
  readonly lexical: LexicalScore;
  readonly dense: DenseScore;
  readonly crossLanguage: CrossLanguage;
  readonly workspace: Workspace;
  /** Those of them that the query context points to. */
  readonly fromContext: readonly number[];
  /** What the question says of time. */
  readonly time?: AskedTime | undefined;
}

/** Every document that may be answered. */
export function everyDocument({ store, returnable, lexical, dense }: Search): number[] {
  lexical.walk(Infinity);
  dense.measureAll();
  const documents: number[] = [];
  for (let document = 0; document < store.documentCount; document++)
    if (returnable[document] === 1) documents.push(document);
  return documents;
}

/**
 * The best by lexical score, the best by dense score, those that the query context points to, and the neighbours of all in their given sessions. Where memories in
 * another language compete with more of the question's, the best of these by dense score come along.
 *
 * @param limit how many the question wants: at least so many of each kind are chosen
 */
export function chooseCandidates(
  search: Search,
  limit: number,
  constants: CandidateConstants,
): ReadonlySet<number> {
  search.lexical.walk(constants.postingBudget);
  const [dense, byCode] = [Math.max(limit, constants.dense), Math.max(limit, constants.byCode)];
  const { crossLanguage, neighbourhood, returnable } = search;
  const candidates = new Set([
    ...bestByLexicalScore(search, Math.max(limit, constants.lexical)),
    ...bestByDenseScore(search, returnable, dense, byCode),
    ...(crossLanguage.applies
      ? bestByDenseScore(search, crossLanguage.inOtherLanguages(returnable), dense, byCode)
      : []),
    ...search.fromContext,
    ...bestByTime(search, Math.max(limit, constants.lexical)),
  ]);
  for (const document of [...candidates]) {
    // Those of an inferred session lend to it, too, but seldom get among the best by that.
    if (!search.store.hasSession(document)) continue;
    const neighbours = neighbourhood.gather(document);
    for (let i = 0; i < neighbours; i++) {
      const neighbour = neighbourhood.documents[i]!;
      if (returnable[neighbour] === 1) candidates.add(neighbour);
    }
  }
  return candidates;
}

function bestByLexicalScore({ returnable, store, workspace }: Search, limit: number): number[] {
  const { ownScore, touched, touchedCount } = workspace;
  const best = new BestDocuments(limit, (document, other) =>
    store.documents.compareByArrival(document, other),
  );
  for (let i = 0; i < touchedCount; i++) {
    const document = touched[i]!;
    if (returnable[document] === 1) best.offer(document, ownScore[document]!);
  }
  return best.ranked();
}

/** Of the documents with words of the question those inside the times that it names, and those that come last or first. */
function bestByTime({ returnable, store, workspace, time }: Search, limit: number): number[] {
  if (!time || (time.ranges.length === 0 && time.order === null)) return [];
  const { ownScore, touched, touchedCount } = workspace;
  const { documents } = store;
  const sign = time.order === 'oldest' ? 1 : -1;
  const best = new BestDocuments(
    limit,
    (document, other) =>
      sign * (documents.time(document) - documents.time(other)) ||
      documents.compareByArrival(document, other),
  );
  for (let i = 0; i < touchedCount; i++) {
    const document = touched[i]!;
    if (returnable[document] !== 1) continue;
    if (time.ranges.length === 0 || liesInside(store, document, time))
      best.offer(document, ownScore[document]!);
  }
  return best.ranked();
}

function bestByDenseScore(
  { dense, store }: Search,
  selection: Selection,
  limit: number,
  byCode: number,
): number[] {
  const best = new BestDocuments(limit, (document, other) =>
    store.documents.compareByArrival(document, other),
  );
  for (const document of dense.closestByCode(selection, byCode))
    best.offer(document, dense.similarity(document));
  return best.ranked();
}

/** Whether a document lies inside one of the ranges. */
function liesInside({ documents }: NamespaceStore, document: number, { ranges }: AskedTime): boolean {
  // Times of writes are finer than the milliseconds of the ranges.
  const moment = Math.floor(documents.time(document));
  return ranges.some(([from, to]) => (from === null || moment >= from) && (to === null || moment <= to));
}
