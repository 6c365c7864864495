import type { FoldState } from '../fold-state';
import { notFound } from '../../not-found';
import { refused } from '../write-refusals';
import type { RateOperation, WriteOutcome } from '../write-operation';

/** Rates memories: all of them, or none where one is not there. */
export function foldRating(fold: FoldState, operation: RateOperation): WriteOutcome {
  const { ratings, visibility } = operation;
  const found = ratings.map(({ memoryId }) => fold.live(memoryId, visibility));
  const missing = ratings.find((_, index) => !found[index]);
  if (missing) return refused(notFound(missing.memoryId));
  for (const rating of ratings) fold.rate(rating);
  fold.auditRatings(operation);
  return { status: 'rated', rated: ratings.length, replayed: false };
}
