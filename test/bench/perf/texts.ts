import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A generator of equal sequences for equal seeds (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const VOCABULARY = join(
  __dirname,
  '..',
  '..',
  '..',
  'libs',
  'retrieval',
  'assets',
  'static-minilm-128',
  'vocab.txt',
);

/** The English words of the encoder's vocabulary, which lists them from the most frequent to the rarest. */
export function readWords(): string[] {
  return readFileSync(VOCABULARY, 'utf8')
    .split('\n')
    .filter((token) => /^[a-z]{2,}$/.test(token));
}

/** Texts whose word frequencies fall as those of a language do: the word of rank r is about 1/r as frequent as the first. */
export function textMaker(words: readonly string[], length: number, random: () => number): () => string {
  const scale = Math.log(words.length + 1);
  const word = (): string => words[Math.floor(Math.exp(random() * scale)) - 1] ?? '';
  return () => Array.from({ length }, word).join(' ');
}
