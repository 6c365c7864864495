import type { Bm25Constants } from '../ranking/ranking-constants';

const PASSAGE_LENGTHS = 256;

/** `saturation` for the passages of one namespace, with what depends on their length worked out once. */
export class PassageSaturation {
  private readonly factor: number;
  private readonly lengthPart: Float64Array;

  /** @param meanLength mean length of the passages; 0 without any */
  constructor({ k1, b }: Bm25Constants, meanLength: number) {
    this.factor = k1 + 1;
    this.lengthPart = Float64Array.from(
      { length: PASSAGE_LENGTHS },
      (_, length) => k1 * (1 - b + b * (length / (meanLength || 1))),
    );
  }

  /** @param length of the passage, at most 255 */
  of(count: number, length: number): number {
    return (count * this.factor) / (count + this.lengthPart[length]!);
  }
}
