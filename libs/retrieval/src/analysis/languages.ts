import { stemmer as arabic } from '@orama/stemmers/arabic';
import { stemmer as bulgarian } from '@orama/stemmers/bulgarian';
import { stemmer as danish } from '@orama/stemmers/danish';
import { stemmer as dutch } from '@orama/stemmers/dutch';
import { stemmer as finnish } from '@orama/stemmers/finnish';
import { stemmer as french } from '@orama/stemmers/french';
import { stemmer as german } from '@orama/stemmers/german';
import { stemmer as greek } from '@orama/stemmers/greek';
import { stemmer as hindi } from '@orama/stemmers/indian';
import { stemmer as hungarian } from '@orama/stemmers/hungarian';
import { stemmer as indonesian } from '@orama/stemmers/indonesian';
import { stemmer as italian } from '@orama/stemmers/italian';
import { stemmer as norwegian } from '@orama/stemmers/norwegian';
import { stemmer as portuguese } from '@orama/stemmers/portuguese';
import { stemmer as romanian } from '@orama/stemmers/romanian';
import { stemmer as russian } from '@orama/stemmers/russian';
import { stemmer as spanish } from '@orama/stemmers/spanish';
import { stemmer as swedish } from '@orama/stemmers/swedish';
import { stemmer as tamil } from '@orama/stemmers/tamil';
import { stemmer as turkish } from '@orama/stemmers/turkish';
import { stemmer as ukrainian } from '@orama/stemmers/ukrainian';
import { polishStem } from './polish';
import type { Script } from './scripts';

/** A language that the analyser tells from others. */
export interface Language {
  /** ISO 639-1, as answers name it. */
  readonly code: string;
  readonly script: Script;
  /** Cuts the endings of a lower-case word; absent where no stemmer is known or words have none. */
  readonly stem?: (word: string) => string;
  /** Letters beyond a to z of the language: a word that has only these may be in it. Latin script only. */
  readonly letters?: string;
  /** Keeps its diacritics: without them the words of Vietnamese are other words. */
  readonly keepsDiacritics?: true;
  /** Where words are joined by an apostrophe, the part that carries the meaning: l'eau, Ankara'da. */
  readonly apostrophe?: 'first' | 'last';
}

export const ENGLISH: Language = { code: 'en', script: 'latin' };
/** The language of a text without letters, or in a script that no language of the analyser uses. */
export const UNDETERMINED: Language = { code: 'und', script: 'other' };

const LATIN: readonly Language[] = [
  { code: 'de', script: 'latin', stem: german, letters: 'äöüß' },
  { code: 'fr', script: 'latin', stem: french, letters: 'àâçéèêëîïôùûüÿœæ', apostrophe: 'last' },
  { code: 'es', script: 'latin', stem: spanish, letters: 'áéíóúüñ' },
  { code: 'it', script: 'latin', stem: italian, letters: 'àèéìòù', apostrophe: 'last' },
  { code: 'pt', script: 'latin', stem: portuguese, letters: 'áâãàçéêíóôõúü' },
  { code: 'nl', script: 'latin', stem: dutch, letters: 'ëïéèö' },
  { code: 'sv', script: 'latin', stem: swedish, letters: 'åäöé' },
  { code: 'da', script: 'latin', stem: danish, letters: 'æøåé' },
  { code: 'no', script: 'latin', stem: norwegian, letters: 'æøåé' },
  { code: 'fi', script: 'latin', stem: finnish, letters: 'äö' },
  { code: 'pl', script: 'latin', stem: polishStem, letters: 'ąćęłńóśźż' },
  { code: 'cs', script: 'latin', letters: 'áčďéěíňóřšťúůýž' },
  { code: 'ro', script: 'latin', stem: romanian, letters: 'ăâîșşțţ' },
  { code: 'hu', script: 'latin', stem: hungarian, letters: 'áéíóöőúüű' },
  { code: 'tr', script: 'latin', stem: turkish, letters: 'çğıöşüâî', apostrophe: 'first' },
  { code: 'id', script: 'latin', stem: indonesian, letters: '' },
  {
    code: 'vi',
    script: 'latin',
    letters: 'àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ',
    keepsDiacritics: true,
  },
];

const OF_OTHER_SCRIPTS: readonly Language[] = [
  { code: 'ru', script: 'cyrillic', stem: russian },
  { code: 'uk', script: 'cyrillic', stem: ukrainian },
  { code: 'bg', script: 'cyrillic', stem: bulgarian },
  { code: 'ar', script: 'arabic', stem: arabic },
  { code: 'fa', script: 'arabic' },
  { code: 'he', script: 'hebrew' },
  { code: 'hi', script: 'devanagari', stem: hindi },
  { code: 'el', script: 'greek', stem: greek },
  { code: 'ta', script: 'tamil', stem: tamil },
  { code: 'zh', script: 'han' },
  { code: 'ja', script: 'kana' },
  { code: 'ko', script: 'hangul' },
  { code: 'th', script: 'thai' },
  { code: 'lo', script: 'lao' },
  { code: 'km', script: 'khmer' },
  { code: 'my', script: 'myanmar' },
];

/** Every language. The first of a script is assumed if nothing shows which one it is. */
export const LANGUAGES: readonly Language[] = [ENGLISH, ...LATIN, ...OF_OTHER_SCRIPTS, UNDETERMINED];

const BY_CODE: ReadonlyMap<string, Language> = new Map(
  LANGUAGES.map((language) => [language.code, language]),
);
const BY_SCRIPT: ReadonlyMap<Script, Language> = new Map(
  LANGUAGES.toReversed().map((language) => [language.script, language]),
);

/** The language of a code; the undetermined one for a code that is not known. */
export function languageOfCode(code: string): Language {
  return BY_CODE.get(code) ?? UNDETERMINED;
}

/** The language in which a word of a script is read if its text is in `language`: an English word in a Russian text is English. */
export function languageOfWord(script: Script, language: Language): Language {
  return script === language.script ? language : (BY_SCRIPT.get(script) ?? UNDETERMINED);
}
