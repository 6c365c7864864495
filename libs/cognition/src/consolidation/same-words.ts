const SENTENCE = /[^.!?]+[.!?]*/gu;
// Numbers keep the marks inside them: 1.5 is not 15. Any other sign is a word of its own: C++ is not C.
const TOKEN = /\d(?:[\d.,:/-]*\d)?|[\p{L}\p{M}]+(?:'[\p{L}]+)*|[^\s\p{L}\p{M}\d]/gu;
const PUNCTUATION = /^[.,;:!'"“”‘()[\]…–—-]$/u;
const FILLERS = new Set(['a', 'an', 'the', 'oh', 'well', 'um', 'uh', 'just', 'really']);

const CONTRACTIONS: readonly (readonly [RegExp, string])[] = [
  [/\b(i)'m\b/giu, '$1 am'],
  [/\b(\w+)'re\b/giu, '$1 are'],
  [/\b(\w+)'ve\b/giu, '$1 have'],
  [/\b(\w+)'ll\b/giu, '$1 will'],
  [/\bcan't\b/giu, 'cannot'],
  [/\bwon't\b/giu, 'will not'],
  [/\b(\w+)n't\b/giu, '$1 not'],
];

/** The text with its contractions written out and its apostrophes straight. "He's" stays: it may be "is" or "has". */
export function writtenOut(text: string): string {
  let plain = text.normalize('NFKC').replaceAll('’', "'");
  for (const [contraction, words] of CONTRACTIONS) plain = plain.replace(contraction, words);
  return plain;
}

/**
 * What texts have in common that differ only in punctuation, spacing, contractions, articles and interjections. Order, numbers, signs, negations
 * and questions count, and so does case inside a sentence: "polish" is not "Polish".
 */
export function sameWords(text: string): string {
  const sentences = writtenOut(text).match(SENTENCE) ?? [];
  return sentences
    .flatMap((sentence) => {
      const words = (sentence.match(TOKEN) ?? [])
        .filter((token) => !PUNCTUATION.test(token))
        .map((word, index) => (index === 0 || word === 'i' ? lowerFirst(word) : word))
        .filter((word) => !FILLERS.has(word.toLowerCase()));
      return words.map((word) => (word === 'I' ? 'i' : word));
    })
    .join(' ');
}

function lowerFirst(word: string): string {
  return word.slice(0, 1).toLowerCase() + word.slice(1);
}
