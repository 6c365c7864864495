/** Bits of a code; as many texts that have nothing in common differ in half of them. */
export const CODE_BITS = 128;
const WORDS = CODE_BITS / 32;
/** What a text is about shows in its first words; more of them would cost more than they tell. */
const MOST_WORDS = 512;
const WORD = /[\p{L}\p{N}]+/gu;

/** What a text is made of in 128 bits, as 32 hexadecimal digits: texts of the same words differ in few (simhash, Charikar 2002). */
export function textCode(text: string): string {
  const votes = new Int32Array(CODE_BITS);
  let counted = 0;
  for (const [word] of text.toLowerCase().matchAll(WORD)) {
    vote(votes, hashOf(word));
    if (++counted === MOST_WORDS) break;
  }
  const code = new Uint32Array(WORDS);
  for (let bit = 0; bit < CODE_BITS; bit++) if (votes[bit]! > 0) code[bit >>> 5]! |= 1 << (bit & 31);
  return Array.from(code, (word) => word.toString(16).padStart(8, '0')).join('');
}

/** Bits in which two codes differ. */
export function codeDistance(code: string, other: string): number {
  let distance = 0;
  for (let digit = 0; digit < code.length; digit += 8) {
    distance += ones(
      parseInt(code.slice(digit, digit + 8), 16) ^ parseInt(other.slice(digit, digit + 8), 16),
    );
  }
  return distance;
}

/** 1 for what is unlike everything it is compared with, 0 for what says the same as one of them: 1 − cosine, by the codes' angle. */
export function noveltyOf(code: string, others: Iterable<string>): number {
  let closest = 0;
  for (const other of others) {
    closest = Math.max(closest, Math.cos((Math.PI * codeDistance(code, other)) / CODE_BITS));
  }
  return 1 - closest;
}

function vote(votes: Int32Array, hash: number): void {
  for (let word = 0; word < WORDS; word++) {
    const bits = mixed(hash + Math.imul(word, 0x9e3779b9));
    for (let bit = 0; bit < 32; bit++) votes[32 * word + bit]! += ((bits >>> bit) & 1) * 2 - 1;
  }
}

/** FNV-1a. */
function hashOf(word: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < word.length; index++) {
    hash = Math.imul(hash ^ word.charCodeAt(index), 0x01000193);
  }
  return hash;
}

/** The finaliser of MurmurHash3. */
function mixed(hash: number): number {
  let bits = hash;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return bits ^ (bits >>> 16);
}

function ones(bits: number): number {
  let count = bits - ((bits >>> 1) & 0x55555555);
  count = (count & 0x33333333) + ((count >>> 2) & 0x33333333);
  return Math.imul((count + (count >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
