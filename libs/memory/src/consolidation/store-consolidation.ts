import { binaryArray, type GroupTransaction } from '@somabrain/database';
import { epochMs } from '../postgres/memory-rows';
import type { TenantPlan } from '../planning/tenant-plan';

type ConsolidationPlan = Pick<TenantPlan, 'runChanges' | 'weights'> & { readonly tenant: string };

const STORE_CHANGES = {
  text: `
    insert into sleep_changes (tenant_id, run_id, kind, memory_id, detail)
    select r.tenant_id, r.run_id, r.kind, r.memory_id, jsonb_build_object('version', r.version)
    from unnest($1::text[], $2::uuid[], $3::text[], $4::uuid[], $5::int8[]) r (tenant_id, run_id, kind, memory_id, version)
    on conflict do nothing`,
};

/** Sets weights of links; a link that changed since it was read stays. Each change is recorded for an undo, unless it is an undo itself. */
const STORE_WEIGHTS = {
  text: `
    with given as (
      select * from unnest($1::text[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::float8[], $7::float8[], $8::timestamptz[], $9::bool[])
        g (tenant_id, run_id, source_id, type, target, weight, before, weighed_at, undone)
    ), found as (
      select g.*, l.weighed_at as weighed_before from given g, lateral (
        select * from memory_links l
        where l.tenant_id = g.tenant_id and l.source_id = g.source_id and l.type = g.type and l.target = g.target offset 0
      ) l where l.weight = g.before
    ), weighed as (
      update memory_links l set weight = f.weight, weighed_at = f.weighed_at from found f
      where l.tenant_id = f.tenant_id and l.source_id = f.source_id and l.type = f.type and l.target = f.target and f.weight is not null
    ), removed as (
      delete from memory_links l using found f
      where l.tenant_id = f.tenant_id and l.source_id = f.source_id and l.type = f.type and l.target = f.target and f.weight is null
    ), restored as (
      insert into memory_links (tenant_id, source_id, type, target, weight, weighed_at, created_at)
      select g.tenant_id, g.source_id, g.type, g.target, g.weight, g.weighed_at, now() from given g
      where g.undone and g.before = 0 and exists (select from memories m where m.tenant_id = g.tenant_id and m.id = g.source_id)
        and exists (
          select from (select case when g.target like 'id:%' then substr(g.target, 4)::uuid end as id) t
          where t.id is null or exists (select from memories m where m.tenant_id = g.tenant_id and m.id = t.id)
        )
      on conflict do nothing
    )
    insert into sleep_changes (tenant_id, run_id, memory_id, link, kind, detail)
    select f.tenant_id, f.run_id, f.source_id, f.type || ' ' || f.target, 'weighed',
      jsonb_build_object('before', f.before, 'after', coalesce(f.weight, 0), 'weighed_at', ${epochMs('f.weighed_before')})
    from found f where not f.undone on conflict do nothing`,
};

/** Keeps which memories runs have changed. */
export async function storeRunChanges(
  transaction: GroupTransaction,
  plans: readonly ConsolidationPlan[],
): Promise<void> {
  const changes = plans.flatMap(({ tenant, runChanges }) =>
    runChanges.map((change) => ({ ...change, tenant })),
  );
  if (changes.length === 0) return;
  await transaction.query(STORE_CHANGES, [
    binaryArray.text(changes.map(({ tenant }) => tenant)),
    binaryArray.uuid(changes.map(({ run }) => run)),
    binaryArray.text(changes.map(({ kind }) => kind)),
    binaryArray.uuid(changes.map(({ memoryId }) => memoryId)),
    binaryArray.int8(changes.map(({ version }) => version)),
  ]);
}

/** Weighs links anew. */
export async function storeWeights(
  transaction: GroupTransaction,
  plans: readonly ConsolidationPlan[],
): Promise<void> {
  const weights = plans.flatMap(({ tenant, weights }) => weights.map((weight) => ({ ...weight, tenant })));
  if (weights.length === 0) return;
  await transaction.query(STORE_WEIGHTS, [
    binaryArray.text(weights.map(({ tenant }) => tenant)),
    binaryArray.uuid(weights.map(({ run }) => run)),
    binaryArray.uuid(weights.map(({ sourceId }) => sourceId)),
    binaryArray.text(weights.map(({ type }) => type)),
    binaryArray.text(weights.map(({ target }) => target)),
    binaryArray.float8(weights.map(({ weight }) => weight)),
    binaryArray.float8(weights.map(({ before }) => before)),
    binaryArray.timestamptz(weights.map(({ weighedAt }) => weighedAt)),
    weights.map(({ undone }) => undone),
  ]);
}
