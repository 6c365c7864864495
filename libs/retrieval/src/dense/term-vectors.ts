import type { Lexicon } from '../analysis/lexicon';
import { CODE_WORDS, writeSignCode } from './sign-code';
import { NOT_TO_BE_TAKEN, smallestDistances } from './smallest-distances';
import { TermCodes } from './term-codes';
import { toUnitLength } from '../encoders/static-encoder';
import type { SoftTermConstants } from '../ranking/ranking-constants';
import type { Vocabulary } from '../index/vocabulary';
import { WordVectors } from './word-vectors';

/** A term of the namespace and the cosine of its meaning to the one asked for. */
export interface CloseTerm {
  readonly term: number;
  readonly cosine: number;
}

/**
 * The meaning of every term of a namespace: the sum of its surface forms' vectors by how often they occur. Made
 * when first needed. A term with one form in use shares that form's vector with all namespaces.
 */
export class TermVectors {
  private readonly own: WordVectors;
  private readonly slotOfTerm = new Map<number, number>();
  private readonly outdated = new Set<number>();
  private readonly codes = new TermCodes((term, codes, offset) => this.writeCode(term, codes, offset));

  constructor(
    private readonly vocabulary: Vocabulary,
    private readonly lexicon: Lexicon,
    private readonly dimensions: number,
  ) {
    this.own = new WordVectors(dimensions);
  }

  /** Has to be called when the occurrences of a term's forms change. */
  invalidate(term: number): void {
    this.codes.forget(term);
    if (this.slotOfTerm.has(term)) this.outdated.add(term);
  }

  /** The terms in use that are closest to a unit vector and above the least cosine, closest first. */
  closest(vector: Float64Array, except: number | undefined, constants: SoftTermConstants): CloseTerm[] {
    const close: CloseTerm[] = [];
    for (const term of this.termsToCompare(vector, constants)) {
      if (term === except) continue;
      const cosine = this.cosine(term, vector);
      if (cosine > constants.cosineAbove) close.push({ term, cosine });
    }
    close.sort((a, b) => b.cosine - a.cosine || this.compareNames(a.term, b.term));
    return close.slice(0, constants.atMost);
  }

  /** Memory held, in bytes; the entries of map and set are taken as 40 each. */
  get bytes(): number {
    return this.own.bytes + this.codes.bytes + 80 * this.slotOfTerm.size;
  }

  private termsToCompare(vector: Float64Array, constants: SoftTermConstants): Iterable<number> {
    // Terms that memories no longer there brought along must not decide how the others are compared.
    if (this.vocabulary.termsInUse <= constants.exactUpTo) return this.termsInUse();
    const terms = this.vocabulary.termCount;
    const code = new Uint32Array(CODE_WORDS);
    writeSignCode(vector, code, 0);
    const isInUse = (term: number): boolean => this.vocabulary.documentFrequency(term) > 0;
    const distances = this.codes.distances(code, terms, isInUse);
    for (let term = 0; term < terms; term++) if (!isInUse(term)) distances[term] = NOT_TO_BE_TAKEN;
    return smallestDistances(distances, terms, constants.byCode, (a, b) => this.compareNames(a, b));
  }

  private *termsInUse(): Generator<number> {
    for (let term = 0; term < this.vocabulary.termCount; term++) {
      if (this.vocabulary.documentFrequency(term) > 0) yield term;
    }
  }

  private compareNames(a: number, b: number): number {
    return this.vocabulary.termName(a) < this.vocabulary.termName(b) ? -1 : 1;
  }

  private cosine(term: number, vector: Float64Array): number {
    const form = this.vocabulary.onlyForm(term);
    if (form < 0) return this.own.cosine(this.ownSlot(term), vector);
    const globalForm = this.vocabulary.globalForm(form);
    return this.lexicon.vectorsWith(globalForm).cosine(globalForm, vector);
  }

  private writeCode(term: number, codes: Uint32Array, offset: number): void {
    const form = this.vocabulary.onlyForm(term);
    if (form < 0) return this.own.copyCode(this.ownSlot(term), codes, offset);
    const globalForm = this.vocabulary.globalForm(form);
    this.lexicon.vectorsWith(globalForm).copyCode(globalForm, codes, offset);
  }

  /** Where the vector of a term with several forms lies; makes it if need be. */
  private ownSlot(term: number): number {
    let slot = this.slotOfTerm.get(term);
    if (slot !== undefined && !this.outdated.delete(term)) return slot;
    if (slot === undefined) this.slotOfTerm.set(term, (slot = this.slotOfTerm.size));
    const sum = new Float64Array(this.dimensions);
    for (const form of this.vocabulary.formsOf(term)) {
      const globalForm = this.vocabulary.globalForm(form);
      this.lexicon.vectorsWith(globalForm).addTo(sum, globalForm, this.vocabulary.occurrences(form));
    }
    this.own.set(slot, toUnitLength(sum));
    return slot;
  }
}
