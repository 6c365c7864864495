const WORD = /[\p{L}\p{N}]+/gu;

/** The words of a text, each with how often it stands there. */
export type WordCounts = ReadonlyMap<string, number>;

export function wordCounts(text: string): WordCounts {
  const counts = new Map<string, number>();
  for (const [word] of text.toLowerCase().matchAll(WORD)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

/** How much two texts say in the same words, 0 to 1: the cosine of their counts. */
export function wordOverlap(one: WordCounts, other: WordCounts): number {
  const [fewer, more] = one.size < other.size ? [one, other] : [other, one];
  let product = 0;
  for (const [word, count] of fewer) product += count * (more.get(word) ?? 0);
  return product === 0 ? 0 : Math.min(1, product / (lengthOf(one) * lengthOf(other)));
}

function lengthOf(counts: WordCounts): number {
  let squares = 0;
  for (const count of counts.values()) squares += count * count;
  return Math.sqrt(squares);
}
