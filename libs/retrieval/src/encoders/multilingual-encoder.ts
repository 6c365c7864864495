import type { Encoder } from './encoder';
import { appendForeignRows } from './foreign-rows';
import { groupOfScript, LANGUAGE_GROUPS, type LanguageGroup } from './language-group';
import { hasLatin, isAscii, normaliseForeign, partsByScript, wordBounds } from './foreign-text';
import { MultilingualModel } from './multilingual-model';
import { type StaticEncoder, toUnitLength } from './static-encoder';
import { WordTable, type WordTableParts } from './word-table';

/** Votes are stored as 30 times a decimal logarithm. */
const VOTES_A_DECADE = 30;
/** Votes of a word that is not in the word list: it is an English word, or has a letter that English does not have. */
const KNOWN_IN_ENGLISH = -1.5;
const BEYOND_ENGLISH = 1;
/** The margin by which the votes of a text must exceed the threshold, so that a few words do not decide. */
const MARGIN = 1;
/** A text of at most this many words, all known in English, is English. */
const FEW_WORDS = 2;
/** Shorter English words are ignored in a foreign text: they are as often words of its own language. */
const LEAST_ENGLISH_IN_FOREIGN = 3;

const LETTER_BEYOND_ENGLISH = /[^a-z']/;
const ENGLISH_WORD = /[a-z][a-z']*/g;
const DIGITS = /[0-9]+/g;

/** The rows of a text with words of other languages: those of the word list, and those of the English encoder. */
export interface MixedRows {
  readonly foreign: readonly number[];
  readonly english: readonly number[];
  /** Of the language that most of the letters are in. */
  readonly group: LanguageGroup;
}

/** The embedding of a text, and the group of its language. */
export interface EncodedText {
  /** The unit vector; the zero vector if no word is known. */
  readonly vector: Float64Array;
  readonly group: LanguageGroup;
}

/**
 * Words of 20 more languages in the vector space of the English encoder, so that texts of any two languages can be compared. A text in
 * English is left to the English encoder, and its vector stays the same to the last digit. See the README beside the model.
 */
export class MultilingualEncoder implements Encoder {
  readonly dimensions: number;
  private readonly model: MultilingualModel;
  private readonly table: WordTable;

  /**
   * @param model the bytes of `model.bin`
   * @param words the table of the words of `vocab.txt`
   * @throws Error if the files are damaged or do not belong together
   */
  constructor(
    private readonly english: StaticEncoder,
    model: Uint8Array,
    words: WordTableParts,
  ) {
    this.model = new MultilingualModel(model);
    this.table = new WordTable(words);
    this.dimensions = english.dimensions;
    if (this.table.size !== this.model.rows) {
      throw new Error(
        `Multilingual encoder: the vocabulary has ${this.table.size} words but the model ${this.model.rows} rows.`,
      );
    }
    if (this.model.dimensions !== this.dimensions) {
      throw new Error(
        `Multilingual encoder: the model has ${this.model.dimensions} dimensions but the English one ${this.dimensions}.`,
      );
    }
  }

  encode(text: string): Float64Array {
    return this.encodeText(text).vector;
  }

  /** The vector of a text with the group of its language. */
  encodeText(text: string): EncodedText {
    const rows = this.rows(text);
    if (rows === null) return { vector: this.english.encode(text), group: 'english' };
    const sum = new Float64Array(this.dimensions);
    for (const row of rows.foreign) this.model.addTo(sum, row);
    this.english.addTo(sum, rows.english);
    return { vector: toUnitLength(sum), group: rows.group };
  }

  /** The group of a text's language, without its vector. */
  groupOf(text: string): LanguageGroup {
    return this.rows(text)?.group ?? 'english';
  }

  /** Whether the English encoder alone makes the vector of a text. */
  isEnglish(text: string): boolean {
    return this.rows(text) === null;
  }

  /** The rows of a text with words of other languages; null for one that the English encoder does whole. */
  rows(text: string): MixedRows | null {
    const normal = normaliseForeign(text);
    const bounds = wordBounds(normal);
    const latinIsForeign = this.isLatinForeign(normal, bounds);
    if (!latinIsForeign && isAscii(normal)) return null;
    const foreign: number[] = [];
    const english: number[] = [];
    const letters = new Map<LanguageGroup, number>();
    for (let i = 0; i < bounds.length; i += 2) {
      for (const part of partsByScript(normal.slice(bounds[i], bounds[i + 1]))) {
        const isLatin = hasLatin(part);
        const group = isLatin ? (latinIsForeign ? 'latin' : 'english') : groupOfScript(part.charCodeAt(0));
        letters.set(group, (letters.get(group) ?? 0) + part.length);
        if (!isLatin) appendForeignRows(this.table, part, foreign);
        else if (latinIsForeign) this.appendForeignLatin(part, foreign, english);
      }
    }
    if (!latinIsForeign) {
      if (foreign.length === 0) return null;
      english.push(...this.english.rows((normal.match(ENGLISH_WORD) ?? []).join(' ')));
    }
    english.push(...this.english.rows((normal.match(DIGITS) ?? []).join(' ')));
    return { foreign, english, group: mostOf(letters) };
  }

  private appendForeignLatin(word: string, foreign: number[], english: number[]): void {
    const before = foreign.length;
    appendForeignRows(this.table, word, foreign);
    if (foreign.length > before || word.length < LEAST_ENGLISH_IN_FOREIGN) return;
    const row = this.english.rowOfWord(word);
    if (row !== undefined) english.push(row);
  }

  /** Whether the Latin words of a normalised text are of another language than English. */
  private isLatinForeign(text: string, bounds: readonly number[]): boolean {
    const allLatin = isAscii(text);
    let sum = 0;
    let count = 0;
    const few: string[] = [];
    for (let i = 0; i < bounds.length; i += 2) {
      const [start, end] = [bounds[i]!, bounds[i + 1]!];
      if (!allLatin && !hasLatin(text.slice(start, end))) continue;
      count += 1;
      if (count <= FEW_WORDS) few.push(text.slice(start, end));
      sum += this.voteOf(text, start, end);
    }
    if (sum <= this.model.threshold * count + MARGIN) return false;
    return count > FEW_WORDS || few.some((word) => this.english.rowOfWord(word) === undefined);
  }

  private voteOf(text: string, start: number, end: number): number {
    const row = this.table.find(text, start, end);
    if (row >= 0) return this.model.vote(row) / VOTES_A_DECADE;
    const word = text.slice(start, end);
    if (this.english.rowOfWord(word) !== undefined) return KNOWN_IN_ENGLISH;
    return LETTER_BEYOND_ENGLISH.test(word) ? BEYOND_ENGLISH : 0;
  }
}

/** The group with most letters; of equal ones the first of `LANGUAGE_GROUPS`. */
function mostOf(letters: ReadonlyMap<LanguageGroup, number>): LanguageGroup {
  return LANGUAGE_GROUPS.reduce((most, group) =>
    (letters.get(group) ?? 0) > (letters.get(most) ?? 0) ? group : most,
  );
}
