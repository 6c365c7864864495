/** Words have at most 64 characters. */
const LONGEST = 64;
/** Scratch rows: the distance is computed synchronously. */
let beforeLast = new Uint8Array(LONGEST + 1);
let last = new Uint8Array(LONGEST + 1);
let current = new Uint8Array(LONGEST + 1);

/**
 * How many letters are added, left out, exchanged or swapped with their neighbour between two words (Damerau-Levenshtein distance in the
 * form of optimal string alignment), or `most` + 1 if they are more than `most`.
 */
export function editDistance(one: string, other: string, most: number): number {
  const shorter = Math.min(one.length, other.length);
  const longer = Math.max(one.length, other.length);
  if (longer - shorter > most || longer > LONGEST) return most + 1;
  let start = 0;
  while (start < shorter && one.charCodeAt(start) === other.charCodeAt(start)) start += 1;
  let same = 0;
  while (same < shorter - start && fromEnd(one, same) === fromEnd(other, same)) same += 1;
  const [width, height] = [one.length - start - same, other.length - start - same];
  if (Math.min(width, height) === 0) return Math.max(width, height);
  // One change of a letter, or one swap, differs in no more than this.
  if (most === 1 && Math.max(width, height) > 2) return 2;
  return alignment(one.slice(start, start + width), other.slice(start, start + height), most);
}

function fromEnd(word: string, place: number): number {
  return word.charCodeAt(word.length - 1 - place);
}

function alignment(one: string, other: string, most: number): number {
  for (let j = 0; j <= other.length; j++) last[j] = j;
  for (let i = 1; i <= one.length; i++) {
    if (fillRow(one, other, i) > most) return most + 1;
    [beforeLast, last, current] = [last, current, beforeLast];
  }
  return Math.min(last[other.length]!, most + 1);
}

/** @returns the smallest number of the row */
function fillRow(one: string, other: string, i: number): number {
  const letter = one.charCodeAt(i - 1);
  const before = i > 1 ? one.charCodeAt(i - 2) : NaN;
  current[0] = i;
  let least = i;
  for (let j = 1; j <= other.length; j++) {
    const against = other.charCodeAt(j - 1);
    let distance = Math.min(last[j - 1]! + (letter === against ? 0 : 1), last[j]! + 1, current[j - 1]! + 1);
    if (j > 1 && before === against && letter === other.charCodeAt(j - 2)) {
      distance = Math.min(distance, beforeLast[j - 2]! + 1);
    }
    current[j] = distance;
    if (distance < least) least = distance;
  }
  return least;
}

/** One bit for each letter of a word. A change of one letter changes two bits at most. */
export function letterSet(word: string): number {
  let letters = 0;
  for (let i = 0; i < word.length; i++) letters |= 1 << (word.charCodeAt(i) & 31);
  return letters;
}

/** How many letters are in one set only. The sum of bits in parallel, see Warren, Hacker's Delight, 5-1. */
export function differingLetters(one: number, other: number): number {
  let bits = one ^ other;
  bits -= (bits >>> 1) & 0x55555555;
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
