/** Scripts that the analyser tells apart. `other`: one it does not know, digits, or symbols. */
export type Script =
  | 'latin'
  | 'greek'
  | 'cyrillic'
  | 'hebrew'
  | 'arabic'
  | 'devanagari'
  | 'tamil'
  | 'thai'
  | 'lao'
  | 'myanmar'
  | 'khmer'
  | 'hangul'
  | 'kana'
  | 'han'
  | 'other';

/** The blocks of the Unicode Standard in which texts of today lie, ascending: first, last, script. */
const BLOCKS: readonly (readonly [first: number, last: number, script: Script])[] = [
  [0x61, 0x7a, 'latin'],
  [0xaa, 0x2af, 'latin'],
  [0x370, 0x3ff, 'greek'],
  [0x400, 0x52f, 'cyrillic'],
  [0x590, 0x5ff, 'hebrew'],
  [0x600, 0x6ff, 'arabic'],
  [0x750, 0x77f, 'arabic'],
  [0x8a0, 0x8ff, 'arabic'],
  [0x900, 0x97f, 'devanagari'],
  [0xb80, 0xbff, 'tamil'],
  [0xe00, 0xe7f, 'thai'],
  [0xe80, 0xeff, 'lao'],
  [0x1000, 0x109f, 'myanmar'],
  [0x1100, 0x11ff, 'hangul'],
  [0x1780, 0x17ff, 'khmer'],
  [0x1e00, 0x1eff, 'latin'],
  [0x1f00, 0x1fff, 'greek'],
  [0x3005, 0x3007, 'han'],
  [0x3041, 0x30ff, 'kana'],
  [0x3130, 0x318f, 'hangul'],
  [0x31f0, 0x31ff, 'kana'],
  [0x3400, 0x9fff, 'han'],
  [0xac00, 0xd7af, 'hangul'],
  [0xf900, 0xfaff, 'han'],
  [0x20000, 0x323af, 'han'],
];

/** The script of a lower-case word: that of its first letter. */
export function scriptOf(word: string): Script {
  for (let i = 0; i < word.length; i++) {
    const code = word.codePointAt(i)!;
    if (code >= 0x61 && code <= 0x7a) return 'latin';
    if (code < 0xaa) continue;
    const block = BLOCKS.find(([, last]) => code <= last);
    return block !== undefined && code >= block[0] ? block[2] : 'other';
  }
  return 'other';
}

/** No character of these scripts lies below; a text without one of this range needs no closer look. */
const MAYBE_UNSPACED =
  /[\u0e00-\u0eff\u1000-\u11ff\u1780-\u17ff\u3005-\u31ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\ud840-\ud88d]/;
/** Runs of the scripts that set no spaces between words. Hangul does, but its particles stick to the words. */
const UNSPACED_RUN =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー]+/gu;

/** Whether a text may have words of a script without spaces. */
export function maybeUnspaced(text: string): boolean {
  return MAYBE_UNSPACED.test(text);
}

/** A piece of a word: a pair of characters of a script without spaces, or the text between such runs. */
export interface Piece {
  readonly start: number;
  readonly end: number;
  readonly unspaced: boolean;
}

/**
 * Cuts a word at the borders of scripts without spaces, and their runs into overlapping pairs of characters: 東京都 is 東京 and 京都. Pairs
 * find Chinese as well as words do, and need no dictionary (Nie, Gao, Zhang and Zhou 2000, "On the use of words and n-grams for Chinese
 * information retrieval").
 */
export function piecesOf(word: string): Piece[] {
  const pieces: Piece[] = [];
  let before = 0;
  for (const run of word.matchAll(UNSPACED_RUN)) {
    if (run.index > before) pieces.push({ start: before, end: run.index, unspaced: false });
    before = run.index + run[0].length;
    addPairs(run[0], run.index, pieces);
  }
  if (before < word.length) pieces.push({ start: before, end: word.length, unspaced: false });
  return pieces;
}

function addPairs(run: string, offset: number, pieces: Piece[]): void {
  const starts = Array.from(run.matchAll(/./gsu), ({ index }) => offset + index);
  const ends = [...starts.slice(1), offset + run.length];
  const pairs = Math.max(1, starts.length - 1);
  for (let i = 0; i < pairs; i++)
    pieces.push({ start: starts[i]!, end: ends[i + 1] ?? ends[i]!, unspaced: true });
}
