import type { Collection } from './collection';
import type { DenseScore } from '../dense/dense-score';
import { LANGUAGE_GROUPS, type LanguageGroup } from '../encoders/language-group';
import type { NamespaceStore } from '../index/namespace-store';
import type { LanguageConstants } from './ranking-constants';
import type { Selection } from './selection';

/**
 * What memories in other languages are given for the words that they cannot have in common with an English question. Beside many English
 * memories, of which some always have a few words of the question, they would fall behind however close they are. Questions in other
 * languages need none of it: measured, it only puts English memories before those of the question's language.
 */
export class CrossLanguage {
  /** Whether the collection has memories that gain by it. */
  readonly applies: boolean;
  private readonly asked: number;
  private readonly weight: number;
  private largest = 0;

  constructor(
    question: LanguageGroup,
    collection: Collection,
    private readonly store: NamespaceStore,
    private readonly dense: DenseScore,
    { crossWeight, prior }: LanguageConstants,
  ) {
    this.asked = LANGUAGE_GROUPS.indexOf(question);
    const competing = collection.languageCounts[this.asked]!;
    this.applies = question === 'english' && competing > 0 && competing < collection.liveCount;
    // Without memories in the question's language nothing is ahead that has words in common with it.
    this.weight = crossWeight * (competing / (competing + prior));
  }

  /** How much the closest of documents exceeds the mean; 0 where nothing depends on it. */
  largestExcess(documents: Iterable<number>): number {
    let largest = 0;
    if (!this.applies) return largest;
    for (const document of documents) largest = Math.max(largest, this.dense.excess(document));
    return largest;
  }

  /** Sets the excess that has the whole weight. */
  compareWith(largest: number): void {
    this.largest = largest;
  }

  /** What a document lacks of the coverage that its closeness stands for; 0 for one in the question's language. */
  missingCoverage(document: number, coverage: number): number {
    if (!this.applies || this.largest === 0 || !this.isInOther(document)) return 0;
    return Math.max(0, (this.weight * this.dense.excess(document)) / this.largest - coverage);
  }

  /** The selected documents that are in another language than the question. */
  inOtherLanguages(selection: Selection): Selection {
    const others = Uint8Array.from(selection);
    for (let document = 0; document < this.store.documentCount; document++)
      if (!this.isInOther(document)) others[document] = 0;
    return others;
  }

  private isInOther(document: number): boolean {
    return this.store.documents.languageGroup(document) !== this.asked;
  }
}
