/** A number and a small count share 32 bits: 25 for the number, 7 for the count, since passages have few words. */
const COUNT_BITS = 7;
const LARGEST_NUMBER = 2 ** (32 - COUNT_BITS) - 1;

/** The largest count that can be stored. */
export const LARGEST_COUNT = 2 ** COUNT_BITS - 1;

/**
 * Packs a number and a count; larger counts become 127.
 *
 * @throws RangeError if the number does not fit: then the namespace has more than 33 million passages or words
 */
export function packCount(number: number, count: number): number {
  if (number > LARGEST_NUMBER) {
    throw new RangeError(
      `A namespace can hold ${LARGEST_NUMBER} passages and as many distinct words, not more.`,
    );
  }
  return ((number << COUNT_BITS) | Math.min(count, LARGEST_COUNT)) >>> 0;
}

/** The number in a packed pair. */
export const packedNumber = (packed: number) => packed >>> COUNT_BITS;

/** The count in a packed pair. */
export const packedCount = (packed: number) => packed & LARGEST_COUNT;
