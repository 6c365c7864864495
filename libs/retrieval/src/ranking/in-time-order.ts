import type { AskedTime } from './asked-time';

/**
 * Results with those that score nearly as well as the best in the order of their times. They exchange their scores, so that the list stays
 * sorted; of the same time the better is first.
 * @param ranked best first
 * @param share of the best score that a result needs to take part
 */
export function inTimeOrder<T extends { readonly score: number }>(
  ranked: readonly T[],
  timeOf: (result: T) => number,
  order: NonNullable<AskedTime['order']>,
  share: number,
): T[] {
  const least = share * (ranked[0]?.score ?? 0);
  const near = ranked.filter(({ score }) => score >= least);
  const sign = order === 'newest' ? -1 : 1;
  const ordered = near
    .map((result, place) => ({ result, place }))
    .sort((one, other) => sign * (timeOf(one.result) - timeOf(other.result)) || one.place - other.place)
    .map(({ result }, place) => ({ ...result, score: near[place]!.score }));
  return [...ordered, ...ranked.slice(near.length)];
}
