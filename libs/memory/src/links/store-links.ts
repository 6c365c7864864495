import { binaryArray, type GroupTransaction } from '@somabrain/database';
import { LOOK_UP } from '../postgres/memory-rows';
import type { PlannedLink } from './planned-link';
import { hasText, textName } from './text-names';

/** Whether a row `m` of `memories` is not among those that go. */
const STAYS = 'not exists (select from gone g where g.tenant_id = m.tenant_id and g.id = m.id)';

const STORE = {
  text: `
    insert into memory_links (tenant_id, source_id, type, target, weight, created_at)
    select l.*, now() from unnest($1::text[], $2::uuid[], $3::text[], $4::text[], $5::float8[]) l
    on conflict (tenant_id, source_id, type, target) do update set weight = excluded.weight`,
};

/**
 * Removes what leads from the memories, to them, and to any key or text that they have or had, unless another memory has it: a name must not
 * outlive what it named.
 */
const REMOVE = {
  text: `
    with gone as (select * from unnest($1::text[], $2::uuid[]) g (tenant_id, id)),
    named as (
      select g.tenant_id, m.* from gone g, lateral (
        select m.namespace, unnest(array[m.key, ${textName('m')}]) as name from memories m where m.tenant_id = g.tenant_id and m.id = g.id
        union
        select v.namespace, unnest(array[v.key, ${textName('v')}]) from memory_versions v where v.tenant_id = g.tenant_id and v.memory_id = g.id
      ) m where m.name is not null
    ),
    names as (
      select g.tenant_id, 'id:' || g.id as target, null as namespace, null as name from gone g
      union
      select n.tenant_id, 'key:' || n.namespace || ' ' || n.name, n.namespace, n.name from named n
    ), outgoing as (
      delete from memory_links l using gone g where l.tenant_id = g.tenant_id and l.source_id = g.id
    )
    delete from memory_links l using names n where l.tenant_id = n.tenant_id collate "POSIX" and l.target = n.target and not exists (
      select from memories m
      where m.tenant_id = n.tenant_id ${LOOK_UP} and m.namespace = n.namespace and m.key = n.name and ${STAYS}
    ) and not exists (
      select from memories m where ${hasText('n.tenant_id', 'n.namespace', 'n.name')} and ${STAYS}
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
