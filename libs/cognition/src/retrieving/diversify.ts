import { type WordCounts, wordOverlap } from '../context/word-overlap';

/** What relevance counts beside newness. */
const RELEVANCE = 0.7;

/**
 * Reorders so that what repeats something before it comes later (maximal marginal relevance): 0.7 × score relative to the best − 0.3 × overlap.
 * @param items best first
 */
export function diversify<T extends { readonly score: number; readonly words: WordCounts }>(
  items: readonly T[],
): T[] {
  const best = items[0]?.score ?? 1;
  const left = items.map((item) => ({ item, overlap: 0 }));
  const ordered: T[] = [];
  while (left.length > 0) {
    const worth = ({ item, overlap }: (typeof left)[number]): number =>
      RELEVANCE * (item.score / best) - (1 - RELEVANCE) * overlap;
    const next = left.reduce((one, other) => (worth(other) > worth(one) ? other : one));
    left.splice(left.indexOf(next), 1);
    ordered.push(next.item);
    for (const each of left)
      each.overlap = Math.max(each.overlap, wordOverlap(next.item.words, each.item.words));
  }
  return ordered;
}
