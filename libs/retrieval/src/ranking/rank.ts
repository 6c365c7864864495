import { type QueryContext, documentsInContext } from './query-context';
import { BestDocuments } from './best-documents';
import { chooseCandidates, everyDocument } from './choose-candidates';
import { CrossLanguage } from './cross-language';
import { DenseScore } from '../dense/dense-score';
import { Factors } from './factors';
import { EvidenceReader, type Told } from '../relevance/evidence-reader';
import { LexicalScore } from '../lexical/lexical-score';
import type { NamespaceStore } from '../index/namespace-store';
import { Neighbourhood } from './neighbourhood';
import { planQuery } from '../lexical/query-plan';
import { type Placed, placed, PLACED_AMONG, type Scored } from './placed';
import type { Explanation, RankedMemory, RankQuery, RankResult, WorkingMemoryMatch } from './rank-query';
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
  context: QueryContext,
): RankResult {
  const { workspace } = assets;
  const { documentCount, passages, scopes, vocabulary } = store;
  workspace.prepare(documentCount, passages.count, scopes.count, vocabulary.termCount);
  const returnable = query.filter === undefined ? selectLive(store) : selectMatching(query.filter, store);

  const plan = planQuery(query.text, store, assets, constants);
  const neighbourhood = new Neighbourhood(store.sessions, constants.neighbours);
  const lexical = new LexicalScore(store, plan, neighbourhood, constants, workspace);
  const question = assets.encoder.encodeText(query.text);
  const dense = new DenseScore(question.vector, store, neighbourhood, constants.languages.prior, workspace);
  const crossLanguage = new CrossLanguage(question.group, store, dense, constants.languages);
  const factors = new Factors(store, plan, constants, query.now, context, query.time);
  const baseScores = (document: number) => {
    const coverage = lexical.coverage(document);
    const missing = crossLanguage.missingCoverage(document, coverage);
    return { lexical: coverage, dense: constants.denseWeight * dense.score(document) + missing };
  };

  const all = query.exhaustive ?? store.liveCount <= constants.candidates.exhaustiveUpTo;
  const fromContext = [...documentsInContext(context)].filter((document) => returnable[document] === 1);
  const { time } = query;
  const search = {
    ...{ store, returnable, neighbourhood, lexical, dense, crossLanguage },
    ...{ workspace, fromContext, time },
  };
  const candidates = all
    ? everyDocument(search)
    : chooseCandidates(search, query.limit, constants.candidates);
  crossLanguage.compareWith(candidates);

  const score = (document: number) => factors.score(document, baseScores(document));
  const { scored, totalCandidates } = bestOf(candidates, score, Math.max(query.limit, PLACED_AMONG), store);
  const explain = query.explain === true;
  const evidence = new EvidenceReader(store, plan, lexical, dense);
  const hits = placed(scored, { store, plan, assets, constants, feedback: context.feedback }, query).map(
    (each) => {
      const { document } = each;
      const parts = explain ? factors.explain(document, baseScores(document)) : null;
      return hitOf(each, store, evidence.tell(document, explain), parts);
    },
  );
  const known = fromContext.filter((document) => context.workingMemory.has(document));
  const workingMemory = closestOf(known, store, dense);
  lexical.release();
  workspace.finish();
  return { hits, fits: evidence.fits, totalCandidates, workingMemory };
}

/** The candidates with the highest scores above 0, best first. */
function bestOf(
  candidates: Iterable<number>,
  scoreOf: (document: number) => number,
  limit: number,
  store: NamespaceStore,
): { readonly scored: readonly Scored[]; readonly totalCandidates: number } {
  const best = new BestDocuments(limit, (one, other) => store.documents.compareByArrival(one, other));
  let totalCandidates = 0;
  for (const document of candidates) {
    const score = scoreOf(document);
    if (!(score > 0)) continue;
    totalCandidates += 1;
    best.offer(document, score);
  }
  return {
    scored: best.ranked().map((document) => ({ document, score: scoreOf(document) })),
    totalCandidates,
  };
}

function hitOf(
  { document, score, moved, older }: Placed,
  store: NamespaceStore,
  relevant: Told,
  parts: Explanation | null,
): RankedMemory {
  const explanation = parts && (moved === 0 ? parts : { ...parts, order: moved });
  return {
    id: store.documents.ids[document]!,
    version: store.documents.version.values[document]!,
    score,
    ...relevant,
    ...(older && { older }),
    ...(explanation && { explanation, language: store.languageOf(document).code }),
  };
}

function closestOf(
  documents: readonly number[],
  store: NamespaceStore,
  dense: DenseScore,
): WorkingMemoryMatch[] {
  const { ids, version } = store.documents;
  return documents
    .map((document) => ({
      id: ids[document]!,
      version: version.values[document]!,
      similarity: dense.similarity(document),
    }))
    .sort((one, other) => other.similarity - one.similarity);
}
