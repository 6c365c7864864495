/** A word's slot holds its row plus 1 in the lower bits and a part of its hash in the upper ones, so that a miss rarely compares letters. */
const ROW_BITS = 18;
const ROW_MASK = (1 << ROW_BITS) - 1;
/** The least number of slots for each word, so that a search reads fewer than two on average. */
const SLOTS_A_WORD = 2;

/** The parts of a `WordTable`, on memory that threads share. */
export interface WordTableParts {
  /** The UTF-16 code units of all words, one behind the other. */
  readonly units: Uint16Array;
  /** Where each word begins, and where the last one ends. */
  readonly starts: Uint32Array;
  readonly slots: Uint32Array;
}

/** The words of a vocabulary file, one a line. */
export function wordsOf(vocabulary: string): string[] {
  return vocabulary.replace(/\n$/, '').split('\n');
}

/**
 * Builds the table of words in the order of their rows, on shared memory.
 *
 * @throws RangeError if there are more words than a slot can name
 */
export function buildWordTable(words: readonly string[]): WordTableParts {
  if (words.length >= ROW_MASK) throw new RangeError(`Words: ${words.length} are too many for the table.`);
  const length = words.reduce((sum, word) => sum + word.length, 0);
  const units = new Uint16Array(new SharedArrayBuffer(2 * length));
  const starts = new Uint32Array(new SharedArrayBuffer(4 * (words.length + 1)));
  const slotCount = 2 ** Math.ceil(Math.log2(Math.max(1, SLOTS_A_WORD * words.length)));
  const slots = new Uint32Array(new SharedArrayBuffer(4 * slotCount));
  for (let row = 0, used = 0; row < words.length; row++) {
    const word = words[row]!;
    for (let i = 0; i < word.length; i++) units[used++] = word.charCodeAt(i);
    starts[row + 1] = used;
    const hash = mixed(hashOf(word, 0, word.length));
    let slot = hash & (slotCount - 1);
    while (slots[slot] !== 0) slot = (slot + 1) & (slotCount - 1);
    slots[slot] = (hash & ~ROW_MASK) | (row + 1);
  }
  return { units, starts, slots };
}

/**
 * The rows of words, by their letters: an open-addressing table in flat arrays. A Map of 180,000 strings would take 27 MB in every thread,
 * this takes 5 MB for all of them.
 */
export class WordTable {
  constructor(private readonly parts: WordTableParts) {}

  /** How many words there are. */
  get size(): number {
    return this.parts.starts.length - 1;
  }

  /** The row of the word that `text` has from `start` up to `end`, or -1. */
  find(text: string, start = 0, end = text.length): number {
    return this.search(mixed(hashOf(text, start, end)), text, start, end);
  }

  private search(hash: number, text: string, start: number, end: number): number {
    const { slots } = this.parts;
    const mask = slots.length - 1;
    for (let slot = hash & mask; slots[slot] !== 0; slot = (slot + 1) & mask) {
      const entry = slots[slot]!;
      if (((entry ^ hash) & ~ROW_MASK) === 0 && this.isWord((entry & ROW_MASK) - 1, text, start, end))
        return (entry & ROW_MASK) - 1;
    }
    return -1;
  }

  private isWord(row: number, text: string, start: number, end: number): boolean {
    const { starts, units } = this.parts;
    const first = starts[row]!;
    if (starts[row + 1]! - first !== end - start) return false;
    for (let i = start; i < end; i++) if (units[first + i - start] !== text.charCodeAt(i)) return false;
    return true;
  }
}

/** FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/) over UTF-16 code units. */
function hashOf(text: string, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash;
}

/** Brings the upper bits into the lower ones, which choose the slot (the finaliser of MurmurHash3, https://github.com/aappleby/smhasher). */
function mixed(hash: number): number {
  let bits = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return bits ^ (bits >>> 16);
}
