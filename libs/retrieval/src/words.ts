const WORD = /[\p{L}\p{N}]+(?:['’][\p{L}]+)*/gu;

/** Longer runs of letters are known by their beginning: no language has such words, but hostile input does. */
const MAXIMAL_WORD_LENGTH = 64;

/** The words of a text in order: lower case, compatibility characters unified (NFKC), inner apostrophes kept. */
export function words(text: string): string[] {
  const found = text.toLowerCase().normalize('NFKC').match(WORD);
  return found === null ? [] : found.map(plainWord);
}

/** How many words a text has. */
export function countWords(text: string): number {
  return text.match(WORD)?.length ?? 0;
}

function plainWord(word: string): string {
  const short = word.length > MAXIMAL_WORD_LENGTH ? word.slice(0, MAXIMAL_WORD_LENGTH) : word;
  return short.replaceAll('’', "'");
}

/** Where each word of a text begins, as offsets into the text as it is. */
export function wordStarts(text: string): number[] {
  return Array.from(text.matchAll(WORD), (match) => match.index);
}
