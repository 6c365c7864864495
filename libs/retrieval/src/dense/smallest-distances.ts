import { CODE_BITS } from './sign-code';

/** The items with the smallest distances: all `taken`, and so many of those at the boundary as there is `room`. */
export interface Nearest {
  readonly taken: number[];
  readonly atBoundary: number[];
  readonly room: number;
}

/**
 * Finds the items with the smallest code distances, and those of equal distance at the limit apart.
 *
 * @param distances distance of every item, 0 to 128; larger means "not to be taken"
 * @param count how many items there are; the array may be longer
 */
export function nearestByDistance(distances: Uint8Array, count: number, limit: number): Nearest {
  const histogram = new Uint32Array(256);
  for (let item = 0; item < count; item++) histogram[distances[item]!]! += 1;
  let boundary = 0;
  let closer = 0;
  while (boundary <= CODE_BITS && closer + histogram[boundary]! < limit) closer += histogram[boundary++]!;

  const taken: number[] = [];
  const atBoundary: number[] = [];
  const last = Math.min(boundary, CODE_BITS);
  for (let item = 0; item < count; item++) {
    const distance = distances[item]!;
    if (distance > last) continue;
    if (distance < boundary) taken.push(item);
    else atBoundary.push(item);
  }
  return { taken, atBoundary, room: limit - closer };
}

/**
 * The items with the smallest code distances, in no particular order. Among those of equal distance at the limit
 * the smaller by `compare` win, so that the outcome does not depend on how items are numbered.
 *
 * @param distances see `nearestByDistance`
 */
export function smallestDistances(
  distances: Uint8Array,
  count: number,
  limit: number,
  compare: (a: number, b: number) => number,
): number[] {
  const { taken, atBoundary, room } = nearestByDistance(distances, count, limit);
  return taken.concat(atBoundary.sort(compare).slice(0, room));
}

/** A distance above every real one. */
export const NOT_TO_BE_TAKEN = 255;
