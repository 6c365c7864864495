import type { TenantContext } from '@somabrain/kernel';
import { type RankingAssets, ratedQuestion } from '@somabrain/retrieval';
import { notFound } from '../not-found';
import type { WriteKind } from '../planning/write-kind';
import { accepted, type Idempotency, type RateOperation } from '../planning/write-operation';
import { refused } from '../planning/write-refusals';
import type { PlannedRating } from './planned-rating';
import type { RatingRequest } from './rating';

/** A rating, its question as ratings are kept for it. */
export function prepareRating(
  assets: RankingAssets,
  context: TenantContext,
  { query, memories }: RatingRequest,
  idempotency: Idempotency | null,
): RateOperation {
  const asked = query === null ? null : ratedQuestion(assets, query);
  const ratings = memories.map(({ id, useful }) => ({
    memoryId: id.toLowerCase(),
    question: asked?.question ?? '',
    vector: asked && Buffer.from(asked.vector),
    value: useful === null ? 0 : useful ? 1 : -1,
  }));
  return { kind: 'rate', ...accepted(context, idempotency), ratings };
}

/** Rates memories: all of them, or none where one is not there. */
export const RATE_WRITE: WriteKind<'rate'> = {
  isCounted: () => false,
  waitsForJournal: true,
  want({ ratings }, wanted) {
    for (const { memoryId } of ratings) wanted.withId(memoryId);
  },
  plan(planning, operation) {
    const { ratings, visibility } = operation;
    const missing = ratings.find(({ memoryId }) => !planning.live(memoryId, visibility));
    if (missing) return refused(notFound(missing.memoryId));
    for (const rating of ratings) planning.rate(rating);
    planning.auditTenant(operation, 'memories.rated', {
      rated: ratings.length,
      useful: idsOf(ratings, 1),
      useless: idsOf(ratings, -1),
      taken_back: idsOf(ratings, 0),
    });
    return { status: 'rated', rated: ratings.length, replayed: false };
  },
  recover: (_, { data }) => ({ status: 'rated', rated: data.rated as number, replayed: false }),
};

function idsOf(ratings: readonly PlannedRating[], value: number): string[] {
  return ratings.filter((rating) => rating.value === value).map(({ memoryId }) => memoryId);
}
