import { stem } from './porter2';
import { words } from './words';

/** Changes whenever the same text may be analysed differently; part of the version of every stored form. */
export const ANALYSER_VERSION = 1;

/**
 * Turns words into the terms that are compared: stop words fall away, irregular forms become their base
 * ("drove", "drive"), and Porter2 (the English Snowball stemmer) cuts endings.
 */
export class Analyser {
  private readonly stopWords: ReadonlySet<string>;
  private readonly baseOfForm: ReadonlyMap<string, string>;

  /**
   * @param stopWords one word per line
   * @param irregularForms lines of a form, a tab and its base
   * @throws Error on a line that is not of that shape
   */
  constructor(stopWords: string, irregularForms: string) {
    this.stopWords = new Set(linesOf(stopWords));
    this.baseOfForm = new Map(linesOf(irregularForms).map(parsePair));
  }

  /** The terms of a text in order, repeats included. */
  terms(text: string): string[] {
    return words(text).flatMap((word) => this.termOf(word) ?? []);
  }

  /** The term of one word as `words` gives it, or null for a stop word. */
  termOf(word: string): string | null {
    const bare = this.bareWord(word);
    return bare === null ? null : this.reduce(bare);
  }

  /** Whether a word as `words` gives it has no term. */
  isStopWord(word: string): boolean {
    return this.bareWord(word) === null;
  }

  /** The term of a bare word, be it a stop word or not: stem("drove") is "drive". */
  reduce(bare: string): string {
    return stem(this.baseOfForm.get(bare) ?? bare);
  }

  private bareWord(word: string): string | null {
    if (this.stopWords.has(word)) return null;
    if (!word.includes("'")) return word;
    const bare = word.replace(/'s?$/, '').replaceAll("'", '');
    return bare === '' || this.stopWords.has(bare) ? null : bare;
  }
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function parsePair(line: string): [string, string] {
  const [form, base, ...rest] = line.split('\t');
  if (!form || !base || rest.length > 0) {
    throw new Error(`Irregular forms: "${line}" is not a form, a tab and its base.`);
  }
  return [form, base];
}
