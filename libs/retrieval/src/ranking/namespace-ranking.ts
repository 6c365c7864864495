import { type QueryContext, documentsInContext } from './query-context';
import { BestDocuments } from './best-documents';
import { chooseCandidates, everyDocument, type Search } from './choose-candidates';
import type { Collection } from './collection';
import type { Comparable } from './group-versions';
import { comparableOf } from './comparable';
import { CrossLanguage } from './cross-language';
import { DenseScore } from '../dense/dense-score';
import type { EncodedText } from '../encoders/multilingual-encoder';
import { Factors } from './factors';
import { EvidenceReader } from '../relevance/evidence-reader';
import { LexicalScore } from '../lexical/lexical-score';
import type { NamespaceStore } from '../index/namespace-store';
import { Neighbourhood } from './neighbourhood';
import type { Home, Placed, Scored } from './placed';
import type { QueryPlan } from '../lexical/query-plan';
import type { RankedMemory, RankQuery, WorkingMemoryMatch } from './rank-query';
import type { RankingAssets } from './ranking-assets';
import type { RankingConstants } from './ranking-constants';
import { selectLive, selectMatching } from './selection';
import type { Workspace } from './workspace';

/** Sums of the same numbers in another order, and on the grid of `onGrid`, differ by less. */
const ROUNDING = 1 + 1e-6;

/** What every namespace is asked, and what all of them together are. */
export interface Asked {
  readonly query: RankQuery;
  readonly question: EncodedText;
  readonly collection: Collection;
  readonly assets: RankingAssets;
  readonly constants: RankingConstants;
}

/**
 * One namespace while a question is ranked, alone or with others:
 * score = (lexical + weight * dense) * hints * (1 + importance + recency + feedback).
 * First `search`, then the figures of the collection are set, then it scores.
 */
export class NamespaceRanking implements Home {
  readonly lexical: LexicalScore;
  readonly dense: DenseScore;
  readonly evidence: EvidenceReader;
  private readonly crossLanguage: CrossLanguage;
  private readonly factors: Factors;
  private readonly search: Search;
  private candidates: Iterable<number> = [];
  private compare: ((document: number) => Comparable) | null = null;

  constructor(
    readonly store: NamespaceStore,
    readonly context: QueryContext,
    private readonly plan: QueryPlan,
    private readonly asked: Asked,
    private readonly workspace: Workspace,
  ) {
    const { query, question, collection, constants } = asked;
    const { documentCount, passages, scopes, vocabulary } = store;
    workspace.prepare(documentCount, passages.count, scopes.count, vocabulary.termCount);
    const returnable = query.filter === undefined ? selectLive(store) : selectMatching(query.filter, store);
    const neighbourhood = new Neighbourhood(store, constants.neighbours);
    const { meanPassageLength, liveCount } = collection;
    const lexical = new LexicalScore(store, meanPassageLength, plan, neighbourhood, constants, workspace);
    const { prior } = constants.languages;
    const dense = new DenseScore(question.vector, store, neighbourhood, prior, workspace);
    const crossLanguage = new CrossLanguage(question.group, collection, store, dense, constants.languages);
    this.factors = new Factors(store, plan, constants, query.now, context, query.time);
    this.evidence = new EvidenceReader(store, plan, lexical, dense, liveCount);
    const fromContext = [...documentsInContext(context)].filter((document) => returnable[document] === 1);
    const { time } = query;
    this.search = {
      ...{ store, returnable, neighbourhood, lexical, dense, crossLanguage },
      ...{ workspace, fromContext, time },
    };
    [this.lexical, this.dense, this.crossLanguage] = [lexical, dense, crossLanguage];
  }

  /** Finds what is to be scored. @param all every document, or only candidates */
  find(all: boolean): void {
    const { query, constants } = this.asked;
    this.candidates = all
      ? everyDocument(this.search)
      : chooseCandidates(this.search, query.limit, constants.candidates);
  }

  /** How much the closest of its candidates exceeds the mean, see `CrossLanguage`. */
  largestExcess(): number {
    return this.crossLanguage.largestExcess(this.candidates);
  }

  /**
   * Sets what scores are compared with.
   * @param largestExcess of all namespaces
   * @param sessionFrequency how many of their sessions contain the term of a place
   */
  compareWith(largestExcess: number, sessionFrequency: (place: number) => number): void {
    this.crossLanguage.compareWith(largestExcess);
    this.lexical.sessions.score(this.asked.collection.sessions, sessionFrequency);
  }

  /**
   * The candidates with the highest scores above 0, best first, and how many have one. Those that may have the highest are scored first: most
   * others cannot be among the best then, and are left out unscored.
   */
  best(limit: number): { readonly scored: readonly Scored<NamespaceRanking>[]; readonly total: number } {
    const { documents } = this.store;
    const { mostScore } = this.workspace;
    const byArrival = (one: number, other: number) => documents.compareByArrival(one, other);
    const likely = new BestDocuments(limit, byArrival);
    for (const document of this.candidates) {
      mostScore[document] = this.isOnlyLent(document) ? 0 : this.mostScore(document);
      likely.offer(document, mostScore[document]);
    }
    const best = new BestDocuments(limit, byArrival);
    let total = 0;
    const settle = (document: number) => {
      const most = mostScore[document]!;
      if (most === 0) return;
      mostScore[document] = 0;
      const isAmongOthers = most < best.least;
      const score = isAmongOthers ? most : this.score(document);
      if (!(score > 0)) return;
      total += 1;
      if (!isAmongOthers) best.offer(document, score);
    };
    for (const document of likely.ranked()) settle(document);
    for (const document of this.candidates) settle(document);
    return { scored: best.scored().map((each) => ({ home: this, ...each })), total };
  }

  /** Whether a document of no given session has nothing of the question itself: what merely was stored beside an answer is none. */
  private isOnlyLent(document: number): boolean {
    return (
      !this.store.hasSession(document) &&
      !this.lexical.hasWords(document) &&
      this.dense.excess(document) === 0
    );
  }

  comparable(document: number): Comparable {
    const { store, plan } = this;
    this.compare ??= comparableOf({ store, plan, assets: this.asked.assets });
    return this.compare(document);
  }

  /** What is answered of a document. */
  hitOf({ document, score, moved, older }: Placed): RankedMemory {
    const { store } = this;
    const explain = this.asked.query.explain === true;
    const parts = explain ? this.factors.explain(document, this.baseScores(document)) : null;
    const explanation = parts && (moved === 0 ? parts : { ...parts, order: moved });
    return {
      id: store.documents.ids[document]!,
      version: store.documents.version.values[document]!,
      arrival: store.documents.arrival.values[document]!,
      score,
      ...this.evidence.tell(document, explain),
      ...(older && { older }),
      ...(explanation && { explanation, language: store.languageOf(document).code }),
    };
  }

  /** The documents of the working memory that may be answered. */
  workingMemory(): WorkingMemoryMatch[] {
    const { ids, version } = this.store.documents;
    return this.search.fromContext
      .filter((document) => this.context.workingMemory.has(document))
      .map((document) => ({
        id: ids[document]!,
        version: version.values[document]!,
        similarity: this.dense.similarity(document),
      }));
  }

  /** Call it when the question is answered. */
  finish(): void {
    this.lexical.release();
    this.workspace.finish();
  }

  /** No less than the score, and 0 only where that is; most documents need no more to be left out. */
  private mostScore(document: number): number {
    // Ratings may turn a larger score into a smaller one, and what is given for another language depends on the coverage itself.
    if (this.crossLanguage.applies || this.context.feedback.has(document)) return Infinity;
    const lexical = this.lexical.mostCoverage(document);
    if (lexical === Infinity) return Infinity;
    const dense = this.asked.constants.denseWeight * this.dense.score(document);
    return this.factors.score(document, { lexical, dense }) * ROUNDING;
  }

  private score(document: number): number {
    return this.factors.score(document, this.baseScores(document));
  }

  private baseScores(document: number) {
    const lexical = this.lexical.coverage(document);
    const missing = this.crossLanguage.missingCoverage(document, lexical);
    return { lexical, dense: this.asked.constants.denseWeight * this.dense.score(document) + missing };
  }
}
