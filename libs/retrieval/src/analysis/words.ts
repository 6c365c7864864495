import { foldText } from './folding';
import { identifiersIn } from './identifiers';
import { maybeUnspaced, piecesOf } from './scripts';

/** Letters with their marks and digits, with inner apostrophes. */
const WORD = /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:['’]\p{L}[\p{L}\p{M}]*)*/gu;
/** A word, or a symbol: a flag, an emoji with all that is joined to it, another pictogram, a currency. */
const WORD_OR_SYMBOL = new RegExp(
  `${WORD.source}|\\p{RI}\\p{RI}|\\p{Extended_Pictographic}(?:\\u200d\\p{Extended_Pictographic})*|[\\p{So}\\p{Sc}]`,
  'gu',
);
/** The same among ASCII characters, where it is four times as fast. */
const ASCII_WORD = /[A-Za-z0-9]+(?:'[A-Za-z]+)*/g;
const BEYOND_ASCII = /[^\0-\x7f]/;
/** Longer runs of letters are cut: no language has such words, but hostile input does. */
const MAXIMAL_WORD_LENGTH = 64;
/** Characters that count as a word in scripts without spaces: Chinese words have 1.5 to 2 on average. */
const CHARACTERS_A_WORD = 2;

/**
 * The words of a text in order: lower case, compatibility characters unified (NFKC), inner apostrophes kept. Scripts without spaces give
 * pairs of characters. Emoji and other symbols are words too. Identifiers follow as a whole, and the parts of names in camel case.
 */
export function words(text: string): string[] {
  const identifiers = identifiersIn(text);
  const found = plainWords(text.toLowerCase());
  return identifiers.length === 0 ? found : [...found, ...identifiers];
}

function plainWords(lower: string): string[] {
  // Folding changes no ASCII character.
  if (!BEYOND_ASCII.test(lower)) return (lower.match(ASCII_WORD) ?? []).map(shortened);
  const folded = foldText(lower);
  const found = folded.match(WORD_OR_SYMBOL) ?? [];
  return maybeUnspaced(folded) ? found.flatMap(cutUnspaced) : found.map(plainWord);
}

/** How many words a text has. */
export function countWords(text: string): number {
  if (!maybeUnspaced(text)) return text.match(BEYOND_ASCII.test(text) ? WORD : ASCII_WORD)?.length ?? 0;
  return wordStarts(text).length;
}

/** Where each word of a text begins, as offsets into the text as it is. */
export function wordStarts(text: string): number[] {
  const starts = wordSpans(text);
  let pairs = 0;
  return starts.flatMap(({ start, unspaced }) => {
    pairs = unspaced ? pairs + 1 : 0;
    return unspaced && pairs % CHARACTERS_A_WORD === 0 ? [] : [start];
  });
}

/** Where each word of a text stands, as offsets [start, end) into the text as it is. */
export function wordSpans(text: string): { start: number; end: number; unspaced: boolean }[] {
  const found = Array.from(text.matchAll(WORD), (match) => ({ word: match[0], at: match.index }));
  if (!maybeUnspaced(text)) {
    return found.map(({ word, at }) => ({ start: at, end: at + word.length, unspaced: false }));
  }
  return found.flatMap(({ word, at }) =>
    piecesOf(word).map(({ start, end, unspaced }) => ({ start: at + start, end: at + end, unspaced })),
  );
}

function cutUnspaced(word: string): string[] {
  return piecesOf(word).map(({ start, end }) => plainWord(word.slice(start, end)));
}

function plainWord(word: string): string {
  return shortened(word).replaceAll('’', "'");
}

function shortened(word: string): string {
  return word.length > MAXIMAL_WORD_LENGTH ? word.slice(0, MAXIMAL_WORD_LENGTH) : word;
}
