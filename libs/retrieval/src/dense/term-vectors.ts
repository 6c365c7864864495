import type { Lexicon } from '../analysis/lexicon';
import { int32Column } from '../index/column';
import { CODE_WORDS, writeSignCode } from './sign-code';
import { nearestByDistance, NOT_TO_BE_TAKEN } from './smallest-distances';
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

/** The terms to compare: those that are, and those of which the first `room` by name are. */
interface Compared {
  readonly taken: readonly number[];
  readonly atBoundary: readonly number[];
  readonly room: number;
}

const NO_TERMS: readonly number[] = [];

/**
 * The meaning of every term of a namespace: the sum of its surface forms' vectors by how often they occur. Made
 * when first needed. A term with one form in use shares that form's vector with all namespaces.
 */
export class TermVectors {
  private readonly own: WordVectors;
  private readonly slotOfTerm = new Map<number, number>();
  /** By term: the only form in use plus 1, minus the slot in `own` less 1, or 0 where it is not known. */
  private readonly places = int32Column();
  private readonly codes = new TermCodes((term, codes, offset) => this.writeCode(term, codes, offset));

  constructor(
    private readonly vocabulary: Vocabulary,
    private readonly lexicon: Lexicon,
    private readonly dimensions: number,
  ) {
    this.own = new WordVectors(dimensions, 'heap');
  }

  /** Has to be called when the occurrences of a term's forms change. */
  invalidate(term: number): void {
    this.codes.forget(term);
    if (term < this.places.values.length) this.places.values[term] = 0;
  }

  /** The terms in use that are closest to a unit vector and above the least cosine, closest first. */
  closest(vector: Float64Array, except: number | undefined, constants: SoftTermConstants): CloseTerm[] {
    const { taken, atBoundary, room } = this.termsToCompare(vector, constants);
    const { cosineAbove, atMost } = constants;
    const certain: CloseTerm[] = [];
    const others: CloseTerm[] = [];
    const terms = taken.concat(atBoundary);
    const rough = this.roughCosines(terms, vector);
    for (let i = 0; i < terms.length; i++) {
      const [term, cosine] = [terms[i]!, rough[i]!];
      if (cosine > cosineAbove - this.own.roughness && term !== except)
        (i < taken.length ? certain : others).push({ term, cosine });
    }
    const least = leastOf(certain, atMost, this.own.roughness);
    const isAmong = (term: number) => this.isAmongFirst(term, atBoundary, room);
    const close = [...certain, ...others.filter(({ term, cosine }) => cosine >= least && isAmong(term))]
      .filter(({ cosine }) => cosine >= least)
      .map(({ term }) => ({ term, cosine: this.cosine(term, vector) }))
      .filter(({ cosine }) => cosine > cosineAbove);
    close.sort((a, b) => b.cosine - a.cosine || this.compareNames(a.term, b.term));
    return close.slice(0, atMost);
  }

  /** Memory held, in bytes; the entries of the map are taken as 40 each. */
  get bytes(): number {
    return this.own.bytes + this.codes.bytes + this.places.bytes + 40 * this.slotOfTerm.size;
  }

  private termsToCompare(vector: Float64Array, constants: SoftTermConstants): Compared {
    // Terms that memories no longer there brought along must not decide how the others are compared.
    if (this.vocabulary.termsInUse <= constants.exactUpTo)
      return { taken: this.termsInUse(), atBoundary: NO_TERMS, room: 0 };
    const terms = this.vocabulary.termCount;
    const code = new Uint32Array(CODE_WORDS);
    writeSignCode(vector, code, 0);
    const isInUse = (term: number): boolean => this.vocabulary.documentFrequency(term) > 0;
    const distances = this.codes.distances(code, terms, isInUse);
    if (this.vocabulary.termsInUse < terms)
      for (let term = 0; term < terms; term++) if (!isInUse(term)) distances[term] = NOT_TO_BE_TAKEN;
    return nearestByDistance(distances, terms, constants.byCode);
  }

  private termsInUse(): number[] {
    const terms: number[] = [];
    for (let term = 0; term < this.vocabulary.termCount; term++)
      if (this.vocabulary.documentFrequency(term) > 0) terms.push(term);
    return terms;
  }

  /** The cosines of terms to a unit vector, each within the roughness. */
  private roughCosines(terms: readonly number[], vector: Float64Array): Float64Array {
    const forms: number[] = [];
    for (const term of terms) {
      const place = this.placeOf(term);
      if (place > 0) forms.push(place - 1);
    }
    const [first] = forms;
    if (first === undefined) return Float64Array.from(terms, (term) => this.cosine(term, vector));
    const shared = this.lexicon.vectorsWith(first).roughCosines(forms, vector);
    if (shared.length === terms.length) return shared;
    const cosines = new Float64Array(terms.length);
    let next = 0;
    for (let i = 0; i < terms.length; i++) {
      const place = this.placeOf(terms[i]!);
      cosines[i] = place > 0 ? shared[next++]! : this.own.cosine(-place - 1, vector);
    }
    return cosines;
  }

  /** Whether a term is one of the first of some by name: what is taken must not depend on how terms are numbered. */
  private isAmongFirst(term: number, terms: readonly number[], room: number): boolean {
    const name = this.vocabulary.termName(term);
    let before = 0;
    for (const other of terms) if (this.vocabulary.termName(other) < name) before += 1;
    return before < room;
  }

  private compareNames(a: number, b: number): number {
    return this.vocabulary.termName(a) < this.vocabulary.termName(b) ? -1 : 1;
  }

  private cosine(term: number, vector: Float64Array): number {
    const place = this.placeOf(term);
    if (place < 0) return this.own.cosine(-place - 1, vector);
    return this.lexicon.vectorsWith(place - 1).cosine(place - 1, vector);
  }

  private writeCode(term: number, codes: Uint32Array, offset: number): void {
    const place = this.placeOf(term);
    if (place < 0) return this.own.copyCode(-place - 1, codes, offset);
    this.lexicon.vectorsWith(place - 1).copyCode(place - 1, codes, offset);
  }

  /** Where the vector of a term lies, see `places`; it is there from then on. */
  private placeOf(term: number): number {
    const known = this.places.values[term] ?? 0;
    if (known !== 0) return known;
    const form = this.vocabulary.onlyForm(term);
    const globalForm = form < 0 ? -1 : this.vocabulary.globalForm(form);
    if (form >= 0) this.lexicon.vectorsWith(globalForm);
    const place = form < 0 ? -1 - this.makeOwn(term) : globalForm + 1;
    this.places.set(term, place);
    return place;
  }

  /** Makes the vector of a term with several forms. @returns its slot */
  private makeOwn(term: number): number {
    let slot = this.slotOfTerm.get(term);
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

/** The least rough cosine with which a term can be among the best of those that are certain. */
function leastOf(certain: readonly CloseTerm[], atMost: number, roughness: number): number {
  if (certain.length <= atMost || atMost === 0) return -Infinity;
  const cosines = Float64Array.from(certain, ({ cosine }) => cosine).sort();
  return cosines[cosines.length - atMost]! - 2 * roughness;
}
