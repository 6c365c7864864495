import { fullSaturation } from './bm25';
import { onGrid } from '../ranking/exact-sum';
import type { NamespaceStore } from '../index/namespace-store';
import type { Neighbourhood } from '../ranking/neighbourhood';
import { packedCount, packedNumber } from '../index/packed-count';
import { PassageSaturation } from './passage-saturation';
import type { Alternative, PlannedTerm, QueryPlan } from './query-plan';
import type { RankingConstants } from '../ranking/ranking-constants';
import { SessionScores } from './session-scores';
import { DocumentTermScores } from './document-term-scores';
import type { Workspace } from '../ranking/workspace';

/**
 * The lexical score. For every term of the question it takes BM25 of the document's best passage, adds the neighbours' term scores, and caps
 * the sum at a fully saturated occurrence. Then it adds a share of the session's own BM25. A walk over the posting lists finds the documents
 * that contain terms of the question; the score itself is computed for single documents.
 */
export class LexicalScore {
  /** Rarest first. */
  private readonly terms: readonly PlannedTerm[];
  private readonly saturation: PassageSaturation;
  /** The walk finds the sessions; they are scored after it. */
  readonly sessions: SessionScores;
  private readonly termScores: DocumentTermScores;
  /** Per term: the score of the current document, and that of its neighbours. */
  private readonly ownScores: Float64Array;
  private readonly neighbourScores: Float64Array;
  /** Per term: the highest score that one of its neighbours has itself. */
  private readonly bestOfNeighbours: Float64Array;
  private readonly fullSaturation: number;
  private walkedAll = true;

  constructor(
    private readonly store: NamespaceStore,
    meanPassageLength: number,
    private readonly plan: QueryPlan,
    private readonly neighbourhood: Neighbourhood,
    private readonly constants: RankingConstants,
    private readonly workspace: Workspace,
  ) {
    this.terms = [...plan.terms].sort((a, b) => a.postings - b.postings);
    this.saturation = new PassageSaturation(constants.passage, meanPassageLength);
    this.fullSaturation = fullSaturation(constants.passage);
    this.sessions = new SessionScores(store, constants, workspace);
    this.termScores = new DocumentTermScores(store, this.terms, this.saturation, workspace, constants);
    this.ownScores = new Float64Array(this.terms.length);
    this.neighbourScores = new Float64Array(this.terms.length);
    this.bestOfNeighbours = new Float64Array(this.terms.length);
  }

  /**
   * Sums the term scores of every document in `workspace.ownScore`, rarest term first, and finds the sessions with each term. Terms beyond the
   * posting budget are left out there and in the scores of sessions.
   *
   * @param budget how many postings may be read; the first term is always read
   */
  walk(budget: number): void {
    let cost = 0;
    for (const [place, term] of this.terms.entries()) {
      const postings = this.postingsOf(term);
      cost += postings;
      if (cost > budget && cost > postings) this.walkedAll = false;
      else this.walkTerm(term, place);
    }
  }

  /** Whether a document has words of the question itself. Call it after the walk. */
  hasWords(document: number): boolean {
    if (this.walkedAll) return this.workspace.ownScore[document]! > 0;
    const row = this.termScores.rowOf(document);
    return this.termScores.start(row + 1) > this.termScores.start(row);
  }

  /** The score of a document as the share of the question that it covers, about 0 to 1. Call it after the walk and the scores of sessions. */
  coverage(document: number): number {
    const { fullCoverage } = this.plan;
    if (fullCoverage === 0 || !this.gatherTermScores(document)) return 0;
    return (this.cappedSum(1) + this.sessions.share(document)) / fullCoverage;
  }

  /**
   * No less than the coverage, for a small part of its cost; Infinity where only the coverage tells. The words of a document and its
   * neighbours are counted without the bounds that they have together.
   */
  mostCoverage(document: number): number {
    if (!this.walkedAll) return Infinity;
    const { ownScore } = this.workspace;
    const { documents, shares } = this.neighbourhood;
    let most = ownScore[document]!;
    const neighbours = this.neighbourhood.gather(document);
    for (let i = 0; i < neighbours; i++) most += shares[i]! * ownScore[documents[i]!]!;
    return most === 0 ? 0 : (most + this.sessions.share(document)) / this.plan.fullCoverage;
  }

  /**
   * The share of the question's words, by weight, that the document and its neighbours have, 0 to 1. One occurrence in a passage of usual
   * length counts as the whole word, and a word without any occurrence counts as missing. Call it after the walk.
   */
  share(document: number): number {
    const { weight } = this.plan.asked;
    if (weight === 0 || !this.gatherTermScores(document)) return 0;
    return (this.cappedSum(1 / this.fullSaturation) * this.fullSaturation) / weight;
  }

  /** Call it after the last score. */
  release(): void {
    this.termScores.release(this.terms);
  }

  /** Sums the term scores of a document and of its neighbours, apart. @returns whether there are any */
  private gatherTermScores(document: number): boolean {
    const { ownScores, neighbourScores, neighbourhood } = this;
    ownScores.fill(0);
    neighbourScores.fill(0);
    this.bestOfNeighbours.fill(0);
    let found = this.addTermScores(document, 1, ownScores);
    const neighbours = neighbourhood.gather(document);
    for (let i = 0; i < neighbours; i++) {
      const contributes = this.addTermScores(
        neighbourhood.documents[i]!,
        neighbourhood.shares[i]!,
        neighbourScores,
        this.bestOfNeighbours,
      );
      found = contributes || found;
    }
    this.boundByNeighbours();
    return found;
  }

  /** Bounds the neighbour score of a term by a share of the best neighbour's own score, so that no neighbour beats the memory that has the term. */
  private boundByNeighbours(): void {
    const { ownScores, neighbourScores, bestOfNeighbours } = this;
    const { liftedTo } = this.constants.neighbours;
    for (let i = 0; i < ownScores.length; i++) {
      const most = Math.max(0, liftedTo * bestOfNeighbours[i]! - ownScores[i]!);
      neighbourScores[i] = Math.min(neighbourScores[i]!, most);
    }
  }

  /** Sum of the gathered term scores, each at most this share of its cap. */
  private cappedSum(part: number): number {
    const { ownScores, neighbourScores, terms } = this;
    let sum = 0;
    for (let i = 0; i < terms.length; i++) {
      sum += terms[i]!.count * Math.min(part * terms[i]!.cap, ownScores[i]! + neighbourScores[i]!);
    }
    return sum;
  }

  /** Adds a share of each term score of a document. @param best takes the highest whole ones @returns whether it has any */
  private addTermScores(document: number, share: number, sums: Float64Array, best?: Float64Array): boolean {
    if (this.walkedAll && this.workspace.ownScore[document] === 0) return false;
    const { termScores } = this;
    const row = termScores.rowOf(document);
    const end = termScores.start(row + 1);
    for (let i = termScores.start(row); i < end; i++) {
      const termScore = termScores.scores[i]!;
      const term = termScores.planned[i]!;
      // The sum over several neighbours must not depend on their order.
      sums[term]! += share === 1 ? termScore : onGrid(share * termScore);
      if (best && termScore > best[term]!) best[term] = termScore;
    }
    return end > termScores.start(row);
  }

  private postingsOf(term: PlannedTerm): number {
    return term.alternatives.reduce(
      (sum, { term: number }) => sum + this.store.vocabulary.documentFrequency(number),
      0,
    );
  }

  private walkTerm(term: PlannedTerm, place: number): void {
    const hits: number[] = [];
    for (const alternative of term.alternatives) {
      const postings = this.store.postings.read(alternative.term);
      this.takeBestPassages(postings, alternative, hits);
      this.takeBelongings(alternative, hits);
      if (alternative.term === term.exact) this.sessions.addTerm(place, postings, term.count);
    }
    const { value } = this.workspace;
    for (const document of hits) {
      this.workspace.addOwnScore(document, term.count * Math.min(term.cap, value[document]!));
      value[document] = 0;
    }
  }

  private takeBestPassages(postings: Uint32Array, { height }: Alternative, hits: number[]): void {
    const { saturation, store } = this;
    const { value } = this.workspace;
    const { lengths, documentOf } = store.passages;
    const live = store.documents.live.values;
    for (const posting of postings) {
      const passage = packedNumber(posting);
      const document = documentOf[passage]!;
      if (live[document] === 0) continue;
      const termScore = height * saturation.of(packedCount(posting), lengths[passage]!);
      if (value[document] === 0) hits.push(document);
      if (termScore > value[document]!) value[document] = termScore;
    }
  }

  /** Call it after the passages of the term. */
  private takeBelongings({ term, height }: Alternative, hits: number[]): void {
    const { value } = this.workspace;
    const live = this.store.documents.live.values;
    const termScore = this.constants.belongingWeight * height;
    if (termScore === 0) return;
    for (const document of this.store.belongings.postings.read(term)) {
      if (live[document] === 0) continue;
      if (value[document] === 0) hits.push(document);
      if (termScore > value[document]!) value[document] = termScore;
    }
  }
}
