/** Letters that are written in several ways, and the way in which the word list has them. */
const UNIFIED: Readonly<Record<string, string>> = {
  // Arabic and Persian: forms of yeh, kaf, alef and teh marbuta; the stroke that lengthens a word.
  '\u064a': '\u06cc',
  '\u0649': '\u06cc',
  '\u0643': '\u06a9',
  '\u0623': '\u0627',
  '\u0625': '\u0627',
  '\u0622': '\u0627',
  '\u0629': '\u0647',
  '\u0640': '',
  // Russian yo; the typographic apostrophe; the dot that is left of a Turkish capital I; sharp s.
  '\u0451': '\u0435',
  '\u2019': "'",
  '\u0307': '',
  '\u00df': 'ss',
  // Zero width: a non-joiner and a space part words, a joiner does not.
  '\u200c': ' ',
  '\u200b': ' ',
  '\u200d': '',
};
const TO_UNIFY = new RegExp(`[${Object.keys(UNIFIED).join('')}]`, 'g');

/** Vowel points of Arabic and Hebrew, direction marks, the emoji selector and the soft hyphen. */
const DROPPED = /[\u0591-\u05c7\u064b-\u065f\u0670\u00ad\u200e\u200f\ufe0f]/g;

const BEYOND_ASCII = /[^\0-\x7f]/;

/** Combining accents, vowel signs of Devanagari, vowel and tone signs of Thai: they belong to the letter before. */
const MARKS =
  '\\u0300-\\u036f\\u0900-\\u0903\\u093a-\\u094f\\u0951-\\u0957\\u0962\\u0963\\u0e31\\u0e34-\\u0e3a\\u0e47-\\u0e4e';
const LETTERS = '\\p{L}\\p{Nl}\\p{No}';
const WORD = new RegExp(`[${LETTERS}]+(?:[${MARKS}]+[${LETTERS}]*)*`, 'gu');
const [A, Z] = [97, 122];

/** Han, kana and Thai, which are written without spaces. */
const UNSPACED = '\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u3040-\\u30ff\\u0e00-\\u0e7f\\u3005\\u3006';
const UNSPACED_OR_NOT = new RegExp(`[${UNSPACED}]+|[^${UNSPACED}]+`, 'g');
const IS_UNSPACED = new RegExp(`^[${UNSPACED}]+$`);

const LATIN = /[a-z\u00df-\u024f\u1e00-\u1eff]/;

/** A text as the word list of the multilingual encoder spells it. */
export function normaliseForeign(text: string): string {
  if (isAscii(text)) return text.toLowerCase();
  const lower = text.normalize('NFKC').toLowerCase();
  return lower.replace(TO_UNIFY, (letter) => UNIFIED[letter]!).replace(DROPPED, '');
}

/** Whether a text has no other characters than those of ASCII. */
export function isAscii(text: string): boolean {
  return !BEYOND_ASCII.test(text);
}

/** Where the words of a normalised text, runs of letters with their marks, begin and end: start and end in turn. */
export function wordBounds(text: string): number[] {
  if (isAscii(text)) return asciiWordBounds(text);
  return Array.from(text.matchAll(WORD)).flatMap(({ index, 0: word }) => [index, index + word.length]);
}

/** Most texts are of ASCII characters, where a loop is several times as fast as an expression. */
function asciiWordBounds(text: string): number[] {
  const bounds: number[] = [];
  let isInWord = false;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if ((unit >= A && unit <= Z) === isInWord) continue;
    bounds.push(i);
    isInWord = !isInWord;
  }
  if (isInWord) bounds.push(text.length);
  return bounds;
}

/** A word, cut where a script without spaces meets another. */
export function partsByScript(word: string): readonly string[] {
  return isAscii(word) ? [word] : (word.match(UNSPACED_OR_NOT) ?? []);
}

/** Whether a word is of a script without spaces. */
export function isUnspaced(word: string): boolean {
  return IS_UNSPACED.test(word);
}

/** Whether a normalised word has a Latin letter. */
export function hasLatin(word: string): boolean {
  return LATIN.test(word);
}
