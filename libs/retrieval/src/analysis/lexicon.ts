import type { Analyser } from './analyser';
import type { Encoder } from '../encoders/encoder';
import { uint8Column } from '../index/column';
import { damaged } from './byte-reader';
import { FormTable } from './form-table';
import { ENGLISH, type Language, LANGUAGES } from './languages';
import { WordVectors } from '../dense/word-vectors';

const decoder = new TextDecoder('utf-8', { fatal: true });

/**
 * Numbers for surface forms and terms, shared by all namespaces of a process, with the meaning of every form.
 *
 * Everything here is a pure function of the form and the language of its text, kept because it is needed again and again. It grows with
 * the number of distinct forms ever indexed (about 400 bytes each; a form has at most 64 characters) and is not shrunk: numbers in use must
 * not change.
 */
export class Lexicon {
  private readonly numberOfForm = new Map<string, number>();
  private readonly formsByUtf8 = new FormTable();
  private readonly termOfForm: number[] = [];
  /** By form: the place of its language in `LANGUAGES`. */
  private readonly languages = uint8Column();
  private readonly forms: string[] = [];
  private readonly numberOfTerm = new Map<string, number>();
  private readonly terms: string[] = [];
  private readonly formVectors: WordVectors;

  constructor(
    private readonly analyser: Analyser,
    private readonly encoder: Encoder,
  ) {
    this.formVectors = new WordVectors(encoder.dimensions);
  }

  /**
   * The number of a surface form in texts of a language, given on first sight.
   *
   * @param term its term, where an analyser of the same version has found it before
   */
  formNumber(form: string, language: Language = ENGLISH, term?: string): number {
    const key = language === ENGLISH ? form : `${language.code} ${form}`;
    let number = this.numberOfForm.get(key);
    if (number === undefined) {
      number = this.forms.push(form) - 1;
      this.numberOfForm.set(key, number);
      this.languages.set(number, LANGUAGES.indexOf(language));
      this.termOfForm.push(this.termNumber(term ?? this.analyser.termOf(form, language) ?? form));
    }
    return number;
  }

  /**
   * The number of the surface form that is these bytes in texts of a language, given on first sight.
   *
   * @throws Error if they are not UTF-8
   */
  formNumberOfUtf8(bytes: Uint8Array, start: number, end: number, language: Language): number {
    const place = LANGUAGES.indexOf(language);
    const known = this.formsByUtf8.find(bytes, start, end, place);
    if (known >= 0) return known;
    const number = this.formNumber(decodeForm(bytes.subarray(start, end)), language);
    this.formsByUtf8.add(number, bytes, start, end, place);
    return number;
  }

  /** The number of the term of a surface form. */
  termOf(formNumber: number): number {
    return this.termOfForm[formNumber]!;
  }

  /** The place of a surface form's language in `LANGUAGES`. */
  languageOf(formNumber: number): number {
    return this.languages.values[formNumber]!;
  }

  /** A surface form. */
  formName(formNumber: number): string {
    return this.forms[formNumber]!;
  }

  /** The number of a term if any text or question so far had it. */
  findTerm(term: string): number | undefined {
    return this.numberOfTerm.get(term);
  }

  /** The term behind a number. */
  termName(termNumber: number): string {
    return this.terms[termNumber]!;
  }

  /** The vectors of all forms; the one asked for is there. */
  vectorsWith(formNumber: number): WordVectors {
    if (!this.formVectors.has(formNumber)) {
      this.formVectors.set(formNumber, this.encoder.encode(this.forms[formNumber]!));
    }
    return this.formVectors;
  }

  private termNumber(term: string): number {
    let number = this.numberOfTerm.get(term);
    if (number === undefined) {
      number = this.terms.push(term) - 1;
      this.numberOfTerm.set(term, number);
    }
    return number;
  }
}

function decodeForm(utf8: Uint8Array): string {
  try {
    return decoder.decode(utf8);
  } catch (cause) {
    throw damaged('a word is not UTF-8', cause);
  }
}
