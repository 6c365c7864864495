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

const VOCABULARY = 30_000;

/** Texts of made-up words whose frequencies fall as those of a language do: the word of rank r about 1/r as often as the first. */
export function textMaker(words: number, random: () => number): () => string {
  const scale = Math.log(VOCABULARY + 1);
  const word = (): string => spell(Math.floor(Math.exp(random() * scale)) - 1);
  return () => Array.from({ length: words }, word).join(' ');
}

const SYLLABLES = [
  'ka',
  'lo',
  'mi',
  'ter',
  'su',
  'ran',
  'pel',
  'do',
  'vin',
  'gar',
  'he',
  'bos',
  'tu',
  'nel',
  'ri',
  'fam',
];

function spell(rank: number): string {
  let text = '';
  for (let rest = rank + SYLLABLES.length; rest > 0; rest = Math.floor(rest / SYLLABLES.length)) {
    text += SYLLABLES[rest % SYLLABLES.length] ?? '';
  }
  return text;
}
