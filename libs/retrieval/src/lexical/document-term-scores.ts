import type { NamespaceStore } from '../index/namespace-store';
import { LARGEST_COUNT, packedCount, packedNumber } from '../index/packed-count';
import type { RankingConstants } from '../ranking/ranking-constants';
import type { PassageSaturation } from './passage-saturation';
import type { PlannedTerm } from './query-plan';
import type { Workspace } from '../ranking/workspace';

/** A term of the question that a term of the namespace matches, and the score of one saturated occurrence. */
interface Use {
  readonly planned: number;
  readonly height: number;
}

/**
 * The score of each term of a question in single documents, from their own terms: the best passage of a document counts. Reads the terms
 * of the document instead of the posting lists, and each document only once.
 */
export class DocumentTermScores {
  /** All rows in sequence: the number of the planned term, and its score. */
  readonly planned: number[] = [];
  readonly scores: number[] = [];
  private readonly starts: number[] = [];
  private readonly uses: Use[][] = [];
  private readonly counts: Uint32Array;
  private readonly best: Float64Array;

  /** @param terms in the order in which a document's term scores are summed */
  constructor(
    private readonly store: NamespaceStore,
    terms: readonly PlannedTerm[],
    private readonly saturation: PassageSaturation,
    private readonly workspace: Workspace,
    private readonly constants: Pick<RankingConstants, 'belongingWeight'>,
  ) {
    terms.forEach(({ alternatives }, planned) => {
      for (const { term, height } of alternatives) this.usesOf(term).push({ planned, height });
    });
    this.counts = new Uint32Array(this.uses.length);
    this.best = new Float64Array(terms.length);
  }

  /** The row of a document: its entries are from `start(row)` up to `start(row + 1)`. */
  rowOf(document: number): number {
    const known = this.workspace.termScoreRow[document]!;
    if (known > 0) return known - 1;
    const row = this.starts.push(this.planned.length) - 1;
    this.workspace.termScoreRow[document] = row + 1;
    this.workspace.visit(document);
    this.read(document);
    return row;
  }

  /** Where a row begins. For the number after the last row: where that ends. */
  start(row: number): number {
    return this.starts[row] ?? this.planned.length;
  }

  /** Call it when the question is answered: the table of terms is shared. */
  release(terms: readonly PlannedTerm[]): void {
    for (const { alternatives } of terms)
      for (const { term } of alternatives) this.workspace.placeOfTerm[term] = 0;
  }

  private usesOf(term: number): Use[] {
    const { placeOfTerm } = this.workspace;
    if (placeOfTerm[term] === 0) placeOfTerm[term] = this.uses.push([]);
    return this.uses[placeOfTerm[term]! - 1]!;
  }

  private read(document: number): void {
    const { firstPassage, passageCount } = this.store.documents;
    const first = firstPassage.values[document]!;
    const end = first + passageCount.values[document]!;
    const found: number[] = [];
    for (let passage = first; passage < end; passage++) this.readPassage(passage, found);
    this.readBelongings(document, found);
    for (const planned of found) {
      this.planned.push(planned);
      this.scores.push(this.best[planned]!);
      this.best[planned] = 0;
    }
  }

  private readPassage(passage: number, found: number[]): void {
    const { placeOfTerm } = this.workspace;
    const { passages, vocabulary } = this.store;
    const places: number[] = [];
    for (const packed of passages.forms(passage)) {
      const place = placeOfTerm[vocabulary.termOf(packedNumber(packed))]! - 1;
      if (place < 0) continue;
      if (this.counts[place] === 0) places.push(place);
      this.counts[place]! += packedCount(packed);
    }
    for (const place of places) {
      const count = Math.min(this.counts[place]!, LARGEST_COUNT);
      this.counts[place] = 0;
      const saturated = this.saturation.of(count, passages.lengths[passage]!);
      for (const { planned, height } of this.uses[place]!) {
        if (this.best[planned] === 0) found.push(planned);
        this.best[planned] = Math.max(this.best[planned]!, height * saturated);
      }
    }
  }

  /** A word of the key, tags or metadata counts as one occurrence in a passage of mean length, times `belongingWeight`. */
  private readBelongings(document: number, found: number[]): void {
    const { placeOfTerm } = this.workspace;
    const { belongings, vocabulary } = this.store;
    const { belongingWeight } = this.constants;
    if (belongingWeight === 0) return;
    for (const form of belongings.forms(document)) {
      const place = placeOfTerm[vocabulary.termOf(form)]! - 1;
      if (place < 0) continue;
      for (const { planned, height } of this.uses[place]!) {
        if (this.best[planned] === 0) found.push(planned);
        this.best[planned] = Math.max(this.best[planned]!, belongingWeight * height);
      }
    }
  }
}
