import type { Bm25Constants } from '../ranking/ranking-constants';

/** The weight of a term (IDF): ln(1 + (n - df + 0.5) / (df + 0.5)) for a term in df of n documents. Above 0, also for df = 0. */
export function inverseDocumentFrequency(documents: number, frequency: number): number {
  return Math.log(1 + (documents - frequency + 0.5) / (frequency + 0.5));
}

/**
 * Okapi BM25 without IDF: the term score of `count` occurrences in a document. Rises from 0 to k1 + 1.
 *
 * @param relativeLength the document's length divided by the mean length
 */
export function saturation({ k1, b }: Bm25Constants, count: number, relativeLength: number): number {
  return (count * (k1 + 1)) / (count + k1 * (1 - b + b * relativeLength));
}

/** The limit of `saturation` for many occurrences. */
export function fullSaturation({ k1 }: Bm25Constants): number {
  return k1 + 1;
}
