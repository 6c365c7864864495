import { binaryArray, type GroupTransaction } from '@somabrain/database';
import type { PlannedRating } from './planned-rating';

/** Numbers the ratings behind the last one of their tenant, so that indexes find what is new to them. */
const STORE = {
  text: `
    with given as (
      select r.*, row_number() over (partition by r.tenant_id order by r.place) as number
      from unnest($2::text[], $3::uuid[], $4::bytea[], $5::bytea[], $6::float8[])
        with ordinality r (tenant_id, memory_id, question, vector, value, place)
    ), moved as (
      update tenant_heads h set feedback_seq = h.feedback_seq + c.count
      from (select tenant_id, max(number) as count from given group by tenant_id) c
      where h.tenant_id = c.tenant_id returning h.tenant_id, h.feedback_seq - c.count as before
    )
    insert into memory_feedback (tenant_id, memory_id, question, encoder, vector, value, seq, rated_at)
    select g.tenant_id, g.memory_id, g.question, $1, g.vector, g.value, m.before + g.number, now()
    from given g join moved m using (tenant_id)
    on conflict (tenant_id, memory_id, question) do update
      set encoder = excluded.encoder, vector = excluded.vector, value = excluded.value, seq = excluded.seq, rated_at = excluded.rated_at`,
};

interface RatingPlan {
  readonly tenant: string;
  readonly ratings: readonly PlannedRating[];
}

/** Stores the ratings of a group; a later one of the same memory for the same question replaces the earlier one. */
export async function storeRatings(
  transaction: GroupTransaction,
  plans: readonly RatingPlan[],
  encoder: string,
): Promise<void> {
  const ratings = plans.flatMap((plan) => plan.ratings.map((rating) => ({ ...rating, tenant: plan.tenant })));
  if (ratings.length === 0) return;
  await transaction.query(STORE, [
    encoder,
    binaryArray.text(ratings.map(({ tenant }) => tenant)),
    binaryArray.uuid(ratings.map(({ memoryId }) => memoryId)),
    binaryArray.bytea(ratings.map(({ question }) => Buffer.from(question, 'hex'))),
    binaryArray.bytea(ratings.map(({ vector }) => vector)),
    binaryArray.float8(ratings.map(({ value }) => value)),
  ]);
}
