/** A sign code has one bit per component of a vector: 1 where it is positive. */
export const CODE_WORDS = 4;
/** Components a code covers; further ones are left out. */
export const CODE_BITS = 32 * CODE_WORDS;

/** Writes the code of a vector into four 32-bit words from `offset` on. */
export function writeSignCode(vector: ArrayLike<number>, codes: Uint32Array, offset: number): void {
  const bits = Math.min(CODE_BITS, vector.length);
  for (let word = 0; word < CODE_WORDS; word++) {
    let code = 0;
    const end = Math.min(bits, 32 * word + 32);
    for (let i = 32 * word; i < end; i++) code |= Number(vector[i]! > 0) << (i & 31);
    codes[offset + word] = code;
  }
}

/** In how many components the signs of two vectors differ: the fewer, the smaller their angle (Charikar 2002). */
export function codeDistance(a: Uint32Array, aOffset: number, b: Uint32Array, bOffset: number): number {
  return bitCount(
    a[aOffset]! ^ b[bOffset]!,
    a[aOffset + 1]! ^ b[bOffset + 1]!,
    a[aOffset + 2]! ^ b[bOffset + 2]!,
    a[aOffset + 3]! ^ b[bOffset + 3]!,
  );
}

/** Set bits of four 32-bit words, by sums in parallel (Warren, "Hacker's Delight", 5-1); from four bits on they are summed together. */
function bitCount(a: number, b: number, c: number, d: number): number {
  const ab = nibbleCounts(a) + nibbleCounts(b);
  const cd = nibbleCounts(c) + nibbleCounts(d);
  const bytes = (ab & 0x0f0f0f0f) + ((ab >>> 4) & 0x0f0f0f0f) + (cd & 0x0f0f0f0f) + ((cd >>> 4) & 0x0f0f0f0f);
  return Math.imul(bytes, 0x01010101) >>> 24;
}

/** Set bits of every four bits of a word, each count in the place of its bits. */
function nibbleCounts(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  return (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
}
