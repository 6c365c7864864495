import type { PlanningState } from '../planning/planning-state';
import { notFound } from '../not-found';
import { refused } from '../planning/write-refusals';
import type { RateOperation, WriteOutcome } from '../planning/write-operation';
import type { PlannedRating } from './planned-rating';

/** Rates memories: all of them, or none where one is not there. */
export function planRating(planning: PlanningState, operation: RateOperation): WriteOutcome {
  const { ratings, visibility } = operation;
  const found = ratings.map(({ memoryId }) => planning.live(memoryId, visibility));
  const missing = ratings.find((_, index) => !found[index]);
  if (missing) return refused(notFound(missing.memoryId));
  for (const rating of ratings) planning.rate(rating);
  planning.auditTenant(operation, 'memories.rated', {
    rated: ratings.length,
    useful: idsOf(ratings, 1),
    useless: idsOf(ratings, -1),
    taken_back: idsOf(ratings, 0),
  });
  return { status: 'rated', rated: ratings.length, replayed: false };
}

function idsOf(ratings: readonly PlannedRating[], value: number): string[] {
  return ratings.filter((rating) => rating.value === value).map(({ memoryId }) => memoryId);
}
