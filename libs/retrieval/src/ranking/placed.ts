import type { NamespaceStore } from '../index/namespace-store';
import { inTimeOrder } from './in-time-order';
import type { RankQuery } from './rank-query';
import type { RankingConstants } from './ranking-constants';

/** So many of the best are looked at when alike results change places. */
export const PLACED_AMONG = 50;

/** A document with its score. */
export interface Scored {
  readonly document: number;
  readonly score: number;
}

/** The same in its place. */
export interface Placed extends Scored {
  /** What its score gained or lost by that. */
  readonly moved: number;
}

/**
 * The best in their places: in order of time where the question asks for what comes last or first.
 * @param ranked best first
 */
export function placed(
  ranked: readonly Scored[],
  { documents }: NamespaceStore,
  { limit, time }: RankQuery,
  constants: RankingConstants,
): Placed[] {
  const before = new Map(ranked.map(({ document, score }) => [document, score]));
  const timeOf = ({ document }: Scored) => documents.time(document);
  const ordered = time?.order ? inTimeOrder(ranked, timeOf, time.order, constants.time.orderedFrom) : ranked;
  return ordered
    .slice(0, limit)
    .map(({ document, score }) => ({ document, score, moved: score - before.get(document)! }));
}
