import { binaryArray, type GroupTransaction } from '@somabrain/database';
import { LOOK_UP } from '../memory-rows';
import type { PlannedLink } from './planned-link';

const STORE = {
  text: `
    insert into memory_links (tenant_id, source_id, type, target, weight, created_at)
    select l.*, now() from unnest($1::text[], $2::uuid[], $3::text[], $4::text[], $5::float8[]) l
    on conflict (tenant_id, source_id, type, target) do update set weight = excluded.weight`,
};

/**
 * Removes what leads from the memories, to them, and to any key that they have or had, unless another memory has it: a name must not outlive
 * what it named.
 */
const REMOVE = {
  text: `
    with gone as (select * from unnest($1::text[], $2::uuid[]) g (tenant_id, id)),
    names as (
      select g.tenant_id, 'id:' || g.id as target, null as namespace, null as key from gone g
      union
      select g.tenant_id, 'key:' || m.namespace || ' ' || m.key, m.namespace, m.key from gone g,
        lateral (select m.namespace, m.key from memories m where m.tenant_id = g.tenant_id and m.id = g.id offset 0) m
      where m.key is not null
      union
      select g.tenant_id, 'key:' || v.namespace || ' ' || v.key, v.namespace, v.key from gone g,
        lateral (select v.namespace, v.key from memory_versions v where v.tenant_id = g.tenant_id and v.memory_id = g.id offset 0) v
      where v.key is not null
    ), outgoing as (
      delete from memory_links l using gone g where l.tenant_id = g.tenant_id and l.source_id = g.id
    )
    delete from memory_links l using names n where l.tenant_id = n.tenant_id collate "POSIX" and l.target = n.target and not exists (
      select from memories o
      where o.tenant_id = n.tenant_id ${LOOK_UP} and o.namespace = n.namespace and o.key = n.key
        and not exists (select from gone g where g.tenant_id = o.tenant_id and g.id = o.id)
    )`,
};

interface LinkPlan {
  readonly tenant: string;
  readonly links: readonly PlannedLink[];
  readonly removals: readonly string[];
}

/** Stores the links of a group; one that is there gets the new weight. */
export async function storeLinks(transaction: GroupTransaction, plans: readonly LinkPlan[]): Promise<void> {
  const links = plans.flatMap((plan) => plan.links.map((link) => ({ ...link, tenant: plan.tenant })));
  if (links.length === 0) return;
  await transaction.query(STORE, [
    binaryArray.text(links.map(({ tenant }) => tenant)),
    binaryArray.uuid(links.map(({ sourceId }) => sourceId)),
    binaryArray.text(links.map(({ type }) => type)),
    binaryArray.text(links.map(({ target }) => target)),
    binaryArray.float8(links.map(({ weight }) => weight)),
  ]);
}

/** Removes the links of memories that are about to be removed. */
export async function removeLinks(transaction: GroupTransaction, plans: readonly LinkPlan[]): Promise<void> {
  const gone = plans.flatMap(({ tenant, removals }) => removals.map((id) => ({ tenant, id })));
  if (gone.length === 0) return;
  await transaction.query(REMOVE, [
    binaryArray.text(gone.map(({ tenant }) => tenant)),
    binaryArray.uuid(gone.map(({ id }) => id)),
  ]);
}
