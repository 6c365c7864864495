const BEYOND_ASCII = /[^\0-\x7f]/;
/** Signs that change no word: vowel points of Hebrew, marks and the stretch of Arabic, variation selectors, keycaps, tones of skin. */
const IGNORED =
  /[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u20e3\ufe00-\ufe0f\u{1f3fb}-\u{1f3ff}]/gu;
const OTHER_DIGIT = /(?![0-9])\p{Nd}/gu;
/** Joiners of Indian scripts shape letters only. In Persian they part what others part by a space. */
const INDIAN_JOINER = /(?<=[\u0900-\u0dff])[\u200c\u200d]/g;
/** "İ" in lower case is an i with a dot above. */
const DOTTED_I = /i\u0307/g;

/** A lower-case text with compatibility characters unified (NFKC), its digits as ASCII, and without signs that change no word. */
export function foldText(lower: string): string {
  return lower
    .normalize('NFKC')
    .replace(IGNORED, '')
    .replace(INDIAN_JOINER, '')
    .replace(DOTTED_I, 'i')
    .replace(OTHER_DIGIT, digitOf);
}

/** Digits of a script follow each other in code, and zero of each block stands at a multiple of its ten neighbours. */
function digitOf(digit: string): string {
  const code = digit.codePointAt(0)!;
  let zero = code;
  while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String((code - zero) % 10);
}

/** Letters that NFD does not take apart, and forms of one letter that people write in each other's place. */
const LETTERS: ReadonlyMap<string, string> = new Map([
  ...Object.entries({ ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ð: 'd', þ: 'th', ł: 'l', ı: 'i', ё: 'е' }),
  ...Object.entries({
    أ: 'ا',
    إ: 'ا',
    آ: 'ا',
    ٱ: 'ا',
    ؤ: 'و',
    ئ: 'ي',
    ى: 'ي',
    ی: 'ي',
    ک: 'ك',
    ة: 'ه',
    ۀ: 'ه',
  }),
]);
const LETTER = new RegExp(`[${[...LETTERS.keys()].join('')}]`, 'g');
const LATIN_OR_GREEK_WITH_MARKS = /(?<=[a-z\u0370-\u03ff])\p{Mn}+/gu;

/**
 * A word with its letters as most people type them: without diacritics in Latin and Greek script, ß as ss, one form of each Arabic letter.
 * Cyrillic й and the vowels of Indian scripts stay: they are letters.
 */
export function foldLetters(word: string): string {
  if (!BEYOND_ASCII.test(word)) return word;
  const plain = word.replace(LETTER, (letter) => LETTERS.get(letter)!);
  return plain.normalize('NFD').replace(LATIN_OR_GREEK_WITH_MARKS, '').normalize('NFC');
}
