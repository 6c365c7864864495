import { isUnspaced } from './foreign-text';
import type { WordTable } from './word-table';

/** The longest word that a run without spaces is cut into, in characters. */
const LONGEST_UNSPACED = 14;
/** Longer words are not looked for by their parts: no language has them, but hostile input does. */
const LONGEST_CUT = 60;

/** The rule of a script for using a known prefix in place of an unknown word. Lengths are in letters. */
interface CutRule {
  readonly leastPrefix: number;
  /** The least length of a prefix of less than half the word. */
  readonly leastShortPrefix: number;
  /** A shorter rest is ignored. */
  readonly leastRest: number;
  /** Numbers of letters between prefix and rest, such as the s of German compounds. */
  readonly joints: readonly number[];
  /** Whether a known prefix of the rest may replace the rest. */
  readonly cutsRest: boolean;
}
const ALPHABET: CutRule = {
  leastPrefix: 3,
  leastShortPrefix: 5,
  leastRest: 4,
  joints: [0, 1],
  cutsRest: true,
};
/** Korean: one syllable may be a noun, and particles follow it. */
const HANGUL: CutRule = {
  leastPrefix: 1,
  leastShortPrefix: 1,
  leastRest: 2,
  joints: [0],
  cutsRest: false,
};
/** A rest's own beginning has more letters than this, and than this share of the rest. */
const SHORTEST_REST_PREFIX = 4;
const REST_PREFIX_SHARE = 0.6;

/** Appends the rows of a normalised word of another language; none for a word without known parts. */
export function appendForeignRows(table: WordTable, word: string, rows: number[]): void {
  const whole = table.find(word);
  if (whole >= 0) rows.push(whole);
  else if (isUnspaced(word)) appendLongestWords(table, word, rows);
  else if (word.length <= LONGEST_CUT && !appendPrefixAndRest(table, word, rows))
    appendWithoutArticle(table, word, rows);
}

/** From left to right the longest known word; a character that begins none is passed over. */
function appendLongestWords(table: WordTable, run: string, rows: number[]): void {
  for (let start = 0; start < run.length;) {
    let end = Math.min(run.length, start + LONGEST_UNSPACED);
    let row = -1;
    while (end > start && (row = table.find(run, start, end)) < 0) end -= 1;
    if (row >= 0) rows.push(row);
    start = Math.max(end, start + 1);
  }
}

/** @returns whether a prefix is known */
function appendPrefixAndRest(table: WordTable, word: string, rows: number[]): boolean {
  const rule = isHangul(word) ? HANGUL : ALPHABET;
  for (let end = word.length - 1; end >= rule.leastPrefix; end--) {
    if (2 * end < word.length && end < rule.leastShortPrefix) return false;
    const prefix = table.find(word, 0, end);
    if (prefix < 0) continue;
    rows.push(prefix);
    const rest = word.length - end < rule.leastRest ? -1 : findRest(table, word, end, rule);
    if (rest >= 0) rows.push(rest);
    return true;
  }
  return false;
}

function findRest(table: WordTable, word: string, prefixEnd: number, { joints, cutsRest }: CutRule): number {
  for (const joint of joints) {
    const start = prefixEnd + joint;
    let row = table.find(word, start);
    // Counted from the end of the prefix, joint included, as the model's reference does.
    const least =
      prefixEnd + Math.max(SHORTEST_REST_PREFIX, Math.trunc((word.length - start) * REST_PREFIX_SHARE));
    for (let end = word.length - 1; cutsRest && row < 0 && end > least; end--)
      row = table.find(word, start, end);
    if (row >= 0) return row;
  }
  return -1;
}

/** Arabic and Hebrew write articles, conjunctions and prepositions at the word: up to three letters. */
function appendWithoutArticle(table: WordTable, word: string, rows: number[]): void {
  if (word.length <= 3 || word < '\u0590' || word >= '\u0700') return;
  for (let start = 1; start <= 3 && word.length - start >= 2; start++) {
    const row = table.find(word, start);
    if (row >= 0) {
      rows.push(row);
      return;
    }
  }
}

function isHangul(word: string): boolean {
  return word >= '\uac00' && word < '\ud7b0';
}
