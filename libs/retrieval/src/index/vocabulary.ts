import { int32Column, uint32Column, uint8Column } from './column';
import { foldLetters } from '../analysis/folding';
import { letterSet } from '../analysis/edit-distance';
import { LANGUAGES } from '../analysis/languages';
import type { Lexicon } from '../analysis/lexicon';
import type { IndexState } from './index-state';
import { NumberTable } from './number-table';

const NONE = -1;

/**
 * The words of one namespace with their counts. Forms and terms have small numbers of their own here, which the
 * numbers of the process-wide lexicon lead to.
 */
export class Vocabulary {
  private readonly formOfGlobal = new NumberTable();
  private readonly termOfGlobal = new NumberTable();
  private readonly globalForms = uint32Column();
  private readonly globalTerms = uint32Column();
  private readonly termOfForm = uint32Column();
  private readonly formOccurrences = uint32Column();
  private readonly firstForm = int32Column();
  private readonly letters = int32Column();
  private readonly lengths = uint8Column();
  private spelt = 0;
  private readonly nextForm = int32Column();
  private readonly documentFrequencies = uint32Column();
  /** By term: documents that have it in their key, tags or searched metadata. May be shorter than the number of terms. */
  private readonly belongingFrequencies = uint32Column();
  /** Occurrences of a term in the passage at hand; 0 between passages. */
  private readonly tallies = uint32Column();

  private inUse = 0;

  constructor(private readonly lexicon: Lexicon) {}

  /** How many terms have a number, those out of use included. */
  get termCount(): number {
    return this.termOfGlobal.size;
  }

  /** How many terms occur in a passage that is there. */
  get termsInUse(): number {
    return this.inUse;
  }

  /** The number of a form of the lexicon in this namespace, given on first sight. */
  form(globalForm: number): number {
    let form = this.formOfGlobal.find(globalForm);
    if (form < 0) {
      form = this.formOfGlobal.add(globalForm);
      this.globalForms.set(form, globalForm);
      this.formOccurrences.set(form, 0);
      this.linkToTerm(form, this.term(this.lexicon.termOf(globalForm)));
    }
    return form;
  }

  /** How many forms have a number, those out of use included. */
  get formCount(): number {
    return this.formOfGlobal.size;
  }

  /** A form as it is written. */
  formName(form: number): string {
    return this.lexicon.formName(this.globalForms.values[form]!);
  }

  /** By form: its letters without diacritics (see `letterSet`), and their number. Misspelt words are compared by these first. */
  get spellings(): { readonly letters: Int32Array; readonly lengths: Uint8Array } {
    for (; this.spelt < this.formCount; this.spelt++) {
      const folded = foldLetters(this.formName(this.spelt));
      this.letters.set(this.spelt, letterSet(folded));
      this.lengths.set(this.spelt, folded.length);
    }
    return { letters: this.letters.values, lengths: this.lengths.values };
  }

  /** The lexicon's number of a form. */
  globalForm(form: number): number {
    return this.globalForms.values[form]!;
  }

  /** The term of a form. */
  termOf(form: number): number {
    return this.termOfForm.values[form]!;
  }

  /** The number of a term, if the namespace has it in use. */
  findTerm(term: string): number | undefined {
    const globalTerm = this.lexicon.findTerm(term);
    return globalTerm === undefined ? undefined : this.findGlobalTerm(globalTerm);
  }

  /** The term behind a number. */
  termName(term: number): string {
    return this.lexicon.termName(this.globalTerms.values[term]!);
  }

  /** The lexicon's number of a term. */
  globalTerm(term: number): number {
    return this.globalTerms.values[term]!;
  }

  /** The number of a term of the lexicon, if the namespace has it in use. */
  findGlobalTerm(globalTerm: number): number | undefined {
    const term = this.termOfGlobal.find(globalTerm);
    return term !== NONE && this.documentFrequency(term) > 0 ? term : undefined;
  }

  /** The passages in which a term occurs, or the documents whose key, tags or metadata have it, whichever are more. */
  documentFrequency(term: number): number {
    return Math.max(this.passageFrequency(term), this.belongingFrequency(term));
  }

  /** In how many passages a term occurs. */
  passageFrequency(term: number): number {
    return this.documentFrequencies.values[term]!;
  }

  /** The documents whose key, tags or searched metadata have a term. */
  belongingFrequency(term: number): number {
    return this.belongingFrequencies.values[term] ?? 0;
  }

  /** Adds the words in use of another vocabulary of the same lexicon, with their counts. */
  takeIn(other: Vocabulary): void {
    for (let form = 0; form < other.formCount; form++) {
      const occurrences = other.occurrences(form);
      if (occurrences > 0) this.countOccurrences(this.form(other.globalForm(form)), occurrences);
    }
    for (let term = 0; term < other.termCount; term++) {
      if (other.documentFrequency(term) === 0) continue;
      const own = this.term(other.globalTerm(term));
      const before = this.documentFrequency(own);
      this.documentFrequencies.values[own]! += other.passageFrequency(term);
      this.belongingFrequencies.set(own, this.belongingFrequency(own) + other.belongingFrequency(term));
      this.countUse(before, this.documentFrequency(own));
    }
  }

  /** Counts a passage more, or with -1 a passage less, that has the term. */
  countPassage(term: number, change: 1 | -1): void {
    const before = this.documentFrequency(term);
    this.documentFrequencies.values[term]! += change;
    this.countUse(before, this.documentFrequency(term));
  }

  /** Counts a document more, or with -1 a document less, whose key, tags or searched metadata have the term. */
  countBelongings(term: number, change: 1 | -1): void {
    const before = this.documentFrequency(term);
    this.belongingFrequencies.set(term, (this.belongingFrequencies.values[term] ?? 0) + change);
    this.countUse(before, this.documentFrequency(term));
  }

  /** Adds to the tally of a term. @returns whether it was 0 */
  tally(term: number, count: number): boolean {
    const before = this.tallies.values[term]!;
    this.tallies.values[term] = before + count;
    return before === 0;
  }

  /** The tally of a term, which is 0 from then on. */
  takeTally(term: number): number {
    const tally = this.tallies.values[term]!;
    this.tallies.values[term] = 0;
    return tally;
  }

  /** How often a form occurs in all passages together. */
  occurrences(form: number): number {
    return this.formOccurrences.values[form]!;
  }

  /** Adds to the occurrences of a form. @param change negative for a removed passage */
  countOccurrences(form: number, change: number): void {
    this.formOccurrences.values[form]! += change;
  }

  /** The forms of a term that are in use. */
  *formsOf(term: number): Generator<number> {
    for (let form = this.firstForm.values[term]!; form !== NONE; form = this.nextForm.values[form]!) {
      if (this.formOccurrences.values[form]! > 0) yield form;
    }
  }

  /** The only form of a term that is in use, or -1 if there are several or none. */
  onlyForm(term: number): number {
    let only = NONE;
    for (let form = this.firstForm.values[term]!; form !== NONE; form = this.nextForm.values[form]!) {
      if (this.formOccurrences.values[form] === 0) continue;
      if (only !== NONE) return NONE;
      only = form;
    }
    return only;
  }

  /**
   * Stores the words, or gets them back. Numbers of the lexicon are of one process: words go by their letters, and give forms and terms the
   * same numbers here in the same order. Terms go with them: finding that of a form anew takes most of the time.
   */
  transfer(state: IndexState): void {
    const stored = Array.from({ length: this.formCount }, (_, form) => this.globalForm(form));
    const forms = state.strings(stored.map((form) => this.lexicon.formName(form)));
    const languages = state.array(Uint8Array.from(stored, (form) => this.lexicon.languageOf(form)));
    const terms = state.strings(Array.from({ length: this.termCount }, (_, term) => this.termName(term)));
    const termOfForm = state.array(this.termOfForm.values.subarray(0, this.formCount));
    if (state.isReading)
      for (const [number, form] of forms.entries())
        this.form(this.lexicon.formNumber(form, LANGUAGES[languages[number]!], terms[termOfForm[number]!]));
    state.column(this.formOccurrences, this.formCount);
    state.column(this.documentFrequencies, this.termCount);
    state.column(this.belongingFrequencies, this.termCount);
    this.inUse = state.number(this.inUse);
  }

  /** Memory held, in bytes. */
  get bytes(): number {
    const columns = [
      ...[this.globalForms, this.globalTerms, this.termOfForm, this.formOccurrences],
      ...[this.letters, this.lengths],
      ...[this.firstForm, this.nextForm, this.documentFrequencies, this.tallies],
      this.belongingFrequencies,
    ];
    const tables = this.formOfGlobal.bytes + this.termOfGlobal.bytes;
    return columns.reduce((sum, column) => sum + column.bytes, tables);
  }

  private countUse(before: number, after: number): void {
    if (before === 0 && after > 0) this.inUse += 1;
    else if (before > 0 && after === 0) this.inUse -= 1;
  }

  private term(globalTerm: number): number {
    let term = this.termOfGlobal.find(globalTerm);
    if (term < 0) {
      term = this.termOfGlobal.add(globalTerm);
      this.globalTerms.set(term, globalTerm);
      this.firstForm.set(term, NONE);
      this.documentFrequencies.set(term, 0);
      this.tallies.set(term, 0);
    }
    return term;
  }

  private linkToTerm(form: number, term: number): void {
    this.termOfForm.set(form, term);
    this.nextForm.set(form, this.firstForm.values[term]!);
    this.firstForm.set(term, form);
  }
}
