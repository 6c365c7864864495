import { ENGLISH, type Language, LANGUAGES, languageOfCode, languageOfWord, UNDETERMINED } from './languages';
import { type Script, scriptOf } from './scripts';

const BEYOND_ASCII = /[^\0-\x7f]/;
/** Words that are read: they show the language of a longer text. */
const WORDS_READ = 200;
/** Function words of another language that are needed beside English words. */
const SURE = 2;
/** Function words of other languages that are words of English, too: alone they do not speak for those. */
const ENGLISH_WORDS: ReadonlySet<string> = new Set(
  (
    'ah air ant bad ban ben biz bring care come comment con den der die dig do dog don door dove due dung em end era es et fan fin for fort ' +
    'fur go god ha hat hay hem hen her hey hi ho hun in it jag ken la lei let lo long lot lui ma man mar me men met mi min mine mod mot ned ' +
    'no non oh ok on op over par pas pendant per plus pour pro sang sea set si sin sit so son sort sun te ten ti till to toe ton toto tu ty ' +
    'van via vid vier want war we wet wie zee zo ya yo'
  ).split(' '),
);
/** A text is English if it has this many more function words of English alone than of other languages alone. */
const PLAINLY_ENGLISH = 3;
/** Japanese texts are a third kana at the least; a Chinese one may quote a word. */
const KANA_SHARE = 0.1;
/** Letters that the usual language of a script lacks and another one has. */
const TELLING_LETTERS: readonly (readonly [code: string, letters: RegExp])[] = [
  ['uk', /[іїєґ]/],
  ['bg', /^(?!.*[ыэё]).*ъ[^еёюяи]/],
  ['fa', /[پچژگکی]/],
];

/** What a text seems to be in. */
export interface DetectedLanguage {
  readonly language: Language;
  /** Whether words said so; else it is only the usual language of the script. */
  readonly sure: boolean;
}

/**
 * Tells the language of a text by its script, its function words and its letters. It reads words that the analyser needs anyway: some 20 ns
 * each. Statistical detectors (tinyld, eld: 9 to 12 MB) guess on short texts; here a text that shows nothing counts as English.
 */
export class LanguageDetector {
  /** The languages in which a word is a function word. */
  private readonly languagesOfWord = new Map<string, Language[]>();

  /** @param stopWords the function words of each language */
  constructor(stopWords: ReadonlyMap<string, ReadonlySet<string>>) {
    for (const language of LANGUAGES) {
      for (const word of stopWords.get(language.code) ?? []) {
        const languages = this.languagesOfWord.get(word);
        if (languages) languages.push(language);
        else this.languagesOfWord.set(word, [language]);
      }
    }
  }

  /** @param words of the text, as `words` gives them */
  detect(words: readonly string[]): DetectedLanguage {
    if (this.isPlainlyEnglish(words)) return { language: ENGLISH, sure: true };
    const read = words.length > WORDS_READ ? words.slice(0, WORDS_READ) : words;
    const script = mainScript(read);
    if (script === 'kana' || script === 'han') return { language: chineseOrJapanese(read), sure: true };
    const usual = script === 'latin' ? ENGLISH : languageOfWord(script, UNDETERMINED);
    const votes = this.votesOf(read, script);
    const [best, count] = strongest(votes);
    if (best === undefined || best === usual)
      return { language: usual, sure: script !== 'latin' || count > 0 };
    const isBest =
      count > (votes.get(usual) ?? 0) && (script !== 'latin' || this.isClearly(best, count, read));
    return { language: isBest ? best : usual, sure: isBest || script !== 'latin' };
  }

  /** Decides most English texts after a few words: they must not pay for other languages. */
  private isPlainlyEnglish(words: readonly string[]): boolean {
    let lead = 0;
    for (const word of words) {
      const known = this.languagesOfWord.get(word);
      if (known === undefined) continue;
      if (known[0] !== ENGLISH) lead -= 1;
      else if (known.length === 1 && ++lead === PLAINLY_ENGLISH) return true;
    }
    return false;
  }

  /** Whether votes are enough to read a text in Latin script as something else than English. */
  private isClearly(language: Language, votes: number, words: readonly string[]): boolean {
    const speaksForIt = (word: string): boolean =>
      this.languagesOfWord.get(word)?.includes(language) ?? false;
    const hasEnglish = words.some((word) => this.languagesOfWord.get(word)?.[0] === ENGLISH);
    // "naïve" and "café" are English words, too: beside English words, letters alone do not count.
    if (hasEnglish) return votes >= SURE && words.some(speaksForIt);
    const speaksForItAlone = (word: string): boolean =>
      this.languagesOfWord.get(word)?.length === 1 && speaksForIt(word) && !ENGLISH_WORDS.has(word);
    return votes >= SURE || words.some(speaksForItAlone);
  }

  private votesOf(words: readonly string[], script: Script): ReadonlyMap<Language, number> {
    const votes = new Map<Language, number>();
    for (const word of new Set(words)) {
      for (const language of this.languagesSuggestedBy(word, script)) {
        votes.set(language, (votes.get(language) ?? 0) + 1);
      }
    }
    return votes;
  }

  private languagesSuggestedBy(word: string, script: Script): readonly Language[] {
    const known = this.languagesOfWord.get(word);
    if (known !== undefined) {
      // "in" and "was" are words of English and of German, and say nothing.
      return known.length > 1 && known[0] === ENGLISH ? [] : known;
    }
    if (!BEYOND_ASCII.test(word)) return [];
    if (script === 'latin') return languagesOfLetters(word);
    return TELLING_LETTERS.flatMap(([code, letters]) => {
      const language = languageOfCode(code);
      return language.script === script && letters.test(word) ? [language] : [];
    });
  }
}

function mainScript(words: readonly string[]): Script {
  let latin = 0;
  const others = new Map<Script, number>();
  for (const word of words) {
    const script = scriptOf(word);
    if (script === 'latin') latin += 1;
    else if (script !== 'other') others.set(script, (others.get(script) ?? 0) + 1);
  }
  if (others.size === 0) return latin > 0 ? 'latin' : 'other';
  const [best, count] = strongest(others);
  return best !== undefined && count >= latin ? best : 'latin';
}

function chineseOrJapanese(words: readonly string[]): Language {
  const kana = words.filter((word) => /[\u3041-\u30ff]/.test(word)).length;
  return languageOfCode(kana > KANA_SHARE * words.length ? 'ja' : 'zh');
}

/** The languages of Latin script whose letters all the letters of a word are. */
function languagesOfLetters(word: string): readonly Language[] {
  const beyond = word.match(/[^\0-\x7f]/g) ?? [];
  return LANGUAGES.filter(({ letters }) => letters && beyond.every((letter) => letters.includes(letter)));
}

function strongest<Key>(counts: ReadonlyMap<Key, number>): readonly [best: Key | undefined, count: number] {
  let best: Key | undefined;
  let most = 0;
  for (const [key, count] of counts) {
    if (count > most) [best, most] = [key, count];
  }
  return [best, most];
}
