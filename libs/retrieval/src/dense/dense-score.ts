import { onGrid } from '../ranking/exact-sum';
import type { NamespaceStore } from '../index/namespace-store';
import type { Neighbourhood } from '../ranking/neighbourhood';
import { CODE_WORDS, writeSignCode } from './sign-code';
import { NOT_TO_BE_TAKEN, smallestDistances } from './smallest-distances';
import { type Selection, selectLive } from '../ranking/selection';
import { quantise } from '../encoders/static-encoder';
import { LANGUAGE_GROUPS } from '../encoders/language-group';
import { GroupMeans, type Similarities } from './group-means';
import { inverseLength } from './vector-store';
import type { Workspace } from '../ranking/workspace';

/**
 * The dense score: how far the similarity of a document's best passage to the question exceeds the mean of the documents of its language
 * group, with a share of its neighbours' dense scores. Cosines are never compared to a fixed threshold: their level differs between questions.
 */
export class DenseScore {
  private readonly question: Int8Array;
  private readonly inverseLength: number;
  private measured: Similarities | null = null;
  /** By the number of the language group. */
  private means: readonly number[] = [];

  /**
   * @param question the unit vector of the question, or the zero vector
   * @param prior see `GroupMeans`
   */
  constructor(
    question: Float64Array,
    private readonly store: NamespaceStore,
    private readonly neighbourhood: Neighbourhood,
    private readonly prior: number,
    private readonly workspace: Workspace,
  ) {
    this.question = quantise(question);
    this.inverseLength = inverseLength(this.question);
  }

  /** Computes the similarity of every document, for means over documents. Without it means are over passages. */
  measureAll(): void {
    const { documents, documentCount, passages, vectors } = this.store;
    const { dots, similarity } = this.workspace;
    vectors.writeDots(this.question, passages.count, dots);
    const groups = LANGUAGE_GROUPS.map(() => ({ sum: 0, count: 0 }));
    for (let document = 0; document < documentCount; document++) {
      if (!this.store.isLive(document)) continue;
      const best = this.bestPassage(document, (passage) => dots[passage]!);
      similarity[document] = best;
      const group = groups[documents.languageGroup(document)]!;
      group.sum += onGrid(best);
      group.count += 1;
    }
    this.workspace.visitAll(documentCount);
    this.measured = { groups, unit: 1 };
  }

  /** Sums and counts of similarities by language group, from which the means follow. */
  similarities(): Similarities {
    return this.measured ?? { groups: this.store.vectors.groupDots(this.question), unit: this.inverseLength };
  }

  /** Sets the means that similarities are compared with. Call it before the first score. */
  compareWith({ groups, unit }: Similarities): void {
    const means = new GroupMeans(groups, this.prior, unit);
    this.means = LANGUAGE_GROUPS.map((_, group) => means.of(group));
    if (this.measured) this.writeExcesses();
  }

  /** Cosine between the question and the document's best passage. */
  similarity(document: number): number {
    const known = this.workspace.similarity[document]!;
    if (!Number.isNaN(known)) return known;
    const best = this.bestPassage(document, (passage) => this.store.vectors.dot(passage, this.question));
    this.workspace.similarity[document] = best;
    this.workspace.visit(document);
    return best;
  }

  /** Cosine of a document's best passage. @param dot of a passage with the question */
  private bestPassage(document: number, dot: (passage: number) => number): number {
    const { firstPassage, passageCount } = this.store.documents;
    const first = firstPassage.values[document]!;
    const count = passageCount.values[document]!;
    let best = count === 0 ? 0 : -Infinity;
    for (let passage = first; passage < first + count; passage++) best = Math.max(best, dot(passage));
    return best * this.inverseLength;
  }

  /** Similarity of the document and its neighbours above the mean; at least 0. Neighbours lift it to theirs at most. */
  score(document: number): number {
    const { neighbourhood } = this;
    if (this.measured) return this.measuredScore(document);
    let score = this.excess(document);
    let most = score;
    const neighbours = neighbourhood.gather(document);
    for (let i = 0; i < neighbours; i++) {
      const excess = this.excess(neighbourhood.documents[i]!);
      score += neighbourhood.shares[i]! * excess;
      most = Math.max(most, excess);
    }
    return Math.min(score, most);
  }

  /** The same where the excess of every document is known. */
  private measuredScore(document: number): number {
    const { excess } = this.workspace;
    const { documents, shares } = this.neighbourhood;
    let score = excess[document]!;
    let most = score;
    const neighbours = this.neighbourhood.gather(document);
    for (let i = 0; i < neighbours; i++) {
      const other = excess[documents[i]!]!;
      score += shares[i]! * other;
      if (other > most) most = other;
    }
    return Math.min(score, most);
  }

  private writeExcesses(): void {
    const { excess, similarity } = this.workspace;
    const { documents, documentCount } = this.store;
    for (let document = 0; document < documentCount; document++)
      excess[document] = Math.max(0, similarity[document]! - this.means[documents.languageGroup(document)]!);
  }

  /** The selected documents that the codes of their passages place next to the question; up to `limit` passages. */
  closestByCode(selection: Selection, limit: number): Set<number> {
    const { documentOf, count } = this.store.passages;
    const { distances } = this.workspace;
    const code = new Uint32Array(CODE_WORDS);
    writeSignCode(this.question, code, 0);
    this.store.vectors.writeDistances(code, count, distances);
    if (!this.admitsAll(selection)) {
      for (let passage = 0; passage < count; passage++) {
        if (selection[documentOf[passage]!] === 0) distances[passage] = NOT_TO_BE_TAKEN;
      }
    }
    const { documents } = this.store;
    const compare = (a: number, b: number) => {
      const [document, other] = [documentOf[a]!, documentOf[b]!];
      return document === other ? a - b : documents.compareByArrival(document, other);
    };
    const closest = smallestDistances(distances, count, limit, compare);
    return new Set(closest.map((passage) => documentOf[passage]!));
  }

  /** Whether a selection holds every document that has a number, so that none has to be looked at. */
  private admitsAll(selection: Selection): boolean {
    return selection === selectLive(this.store) && this.store.liveCount === this.store.documentCount;
  }

  /** Similarity of the document alone above the mean of its language group; at least 0. */
  excess(document: number): number {
    if (this.measured && this.means.length > 0) return this.workspace.excess[document]!;
    const mean = this.means[this.store.documents.languageGroup(document)] ?? 0;
    return Math.max(0, this.similarity(document) - mean);
  }
}
