import { type DetectedLanguage, LanguageDetector } from './detect-language';
import { foldLetters } from './folding';
import { ENGLISH, type Language, LANGUAGES, languageOfWord } from './languages';
import { isIdentifier } from './identifiers';
import { stem } from './porter2';
import { scriptOf } from './scripts';
import { words } from './words';

/** Changes whenever the same text may be analysed differently; part of the version of every stored form. */
export const ANALYSER_VERSION = 3;

const BEYOND_ASCII = /[^\0-\x7f]/;
const FIRST_BEYOND_ASCII = 0x80;
const NO_WORDS: ReadonlySet<string> = new Set();

/** The word lists that the analyser reads. */
export interface AnalyserFiles {
  /** Of English, one word per line. */
  readonly stopWords: string;
  /** Of other languages: lines of a code, a tab, and words separated by spaces. */
  readonly stopWordsByLanguage: string;
  /** Lines of a form, a tab and its base. */
  readonly irregularForms: string;
}

/**
 * Turns words into the terms that are compared, by the language of their text: stop words fall away, a Snowball stemmer cuts endings, and
 * letters are folded. English has irregular forms beside that ("drove", "drive"), and Porter2.
 */
export class Analyser {
  private readonly stopWords: ReadonlyMap<string, ReadonlySet<string>>;
  private readonly englishStopWords: ReadonlySet<string>;
  private readonly baseOfForm: ReadonlyMap<string, string>;
  private readonly detector: LanguageDetector;

  /** @throws Error on a line that is not of the shape above, or of a language that is not known */
  constructor({ stopWords, stopWordsByLanguage, irregularForms }: AnalyserFiles) {
    this.englishStopWords = new Set(linesOf(stopWords));
    this.stopWords = new Map([
      [ENGLISH.code, this.englishStopWords],
      ...linesOf(stopWordsByLanguage).map(parseStopWords),
    ]);
    this.baseOfForm = new Map(linesOf(irregularForms).map(parsePair));
    this.detector = new LanguageDetector(this.stopWords);
  }

  /** The terms of a text in order, repeats included. */
  terms(text: string): string[] {
    const found = words(text);
    const { language } = this.detector.detect(found);
    return found.flatMap((word) => this.termOf(word, language) ?? []);
  }

  /** The language of the text that has these words. */
  languageOf(found: readonly string[]): DetectedLanguage {
    return this.detector.detect(found);
  }

  /** The term of one word as `words` gives it in a text of a language, or null for a stop word. */
  termOf(word: string, language: Language = ENGLISH): string | null {
    if (isIdentifier(word)) return word;
    const own = languageOfForm(word, language);
    const bare = this.bareWord(word, own);
    return bare === null ? null : this.reduce(bare, own);
  }

  /** Whether a word as `words` gives it has no term in a text of a language. */
  isStopWord(word: string, language: Language = ENGLISH): boolean {
    // Nearly all words of English texts are decided here.
    if (language === ENGLISH && word.charCodeAt(0) < FIRST_BEYOND_ASCII) {
      if (this.englishStopWords.has(word)) return true;
      if (!word.includes("'")) return false;
    }
    return this.bareWord(word, languageOfForm(word, language)) === null;
  }

  /** The term of a single word, also of a stop word: that of "drove" is "drive". */
  reduce(bare: string, language: Language = ENGLISH): string {
    if (language === ENGLISH) {
      const folded = foldLetters(bare);
      return stem(this.baseOfForm.get(folded) ?? folded);
    }
    const stemmed = language.stem?.(bare) ?? bare;
    return language.keepsDiacritics ? stemmed : foldLetters(stemmed);
  }

  private bareWord(word: string, language: Language): string | null {
    const stopWords =
      language === ENGLISH ? this.englishStopWords : (this.stopWords.get(language.code) ?? NO_WORDS);
    if (stopWords.has(word)) return null;
    if (!word.includes("'")) return word;
    const bare = withoutApostrophes(word, language);
    return bare === '' || stopWords.has(bare) ? null : bare;
  }
}

/** The language in which a word of a text is read. */
function languageOfForm(word: string, language: Language): Language {
  if (language === ENGLISH && !BEYOND_ASCII.test(word)) return ENGLISH;
  const script = scriptOf(word);
  return script === 'other' ? ENGLISH : languageOfWord(script, language);
}

function withoutApostrophes(word: string, { apostrophe }: Language): string {
  const parts = word.split("'");
  if (apostrophe === 'first') return parts[0]!;
  if (apostrophe === 'last' && parts.at(-1)!.length > 1) return parts.at(-1)!;
  return word.replace(/'s?$/, '').replaceAll("'", '');
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

function parseStopWords(line: string): [string, ReadonlySet<string>] {
  const [code, list, ...rest] = line.split('\t');
  if (!list || rest.length > 0 || !LANGUAGES.some((language) => language.code === code)) {
    throw new Error(
      `Stop words: "${line.slice(0, 40)}" is not the code of a known language, a tab and its words.`,
    );
  }
  return [code!, new Set(list.split(' '))];
}
