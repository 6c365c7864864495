import { binaryArray, type GroupTransaction, type WriteUnit } from '@somabrain/database';
import type { TenantId } from '@somabrain/kernel';
import { DERIVED_KEY, DERIVED_TYPES, type StoredDerivedIds } from './derived-memory';
import { findStored, WantedMemories } from '../postgres/find-stored';
import { LOOK_UP } from '../postgres/memory-rows';
import type { StoredMemory } from '../planning/tenant-plan';
import { kindOf } from '../planning/write-kinds';
import type { WriteOperation } from '../planning/write-operation';

const FIND = {
  text: `
    select w.tenant_id, w.id as source_id, m.id
    from unnest($1::text[], $2::uuid[]) w (tenant_id, id),
      lateral (select l.source_id from memory_links l
        where l.tenant_id = w.tenant_id ${LOOK_UP} and l.target = 'id:' || w.id and l.type = 'derived_from' offset 0) l,
      lateral (select m.id, m.memory_type, m.key from memories m where m.tenant_id = w.tenant_id and m.id = l.source_id offset 0) m
    where m.memory_type = any ($3::text[]) and m.key ~ $4`,
};

/**
 * Reads what is derived from memories that the group removes or may find expired.
 * @param stored what was found already; the derived memories are added
 */
export async function addDerivedMemories(
  transaction: GroupTransaction,
  units: readonly WriteUnit<WriteOperation>[],
  stored: Map<TenantId, Map<string, StoredMemory>>,
): Promise<ReadonlyMap<TenantId, StoredDerivedIds>> {
  const leaving = leavingOf(units, stored);
  const derived = new Map<TenantId, Map<string, string[]>>();
  if (leaving.length === 0) return derived;
  const rows = await transaction.query<{ tenant_id: TenantId; source_id: string; id: string }>(FIND, [
    binaryArray.text(leaving.map(({ tenant }) => tenant)),
    binaryArray.uuid(leaving.map(({ id }) => id)),
    DERIVED_TYPES,
    DERIVED_KEY.source,
  ]);
  const wanted = new WantedMemories();
  for (const { tenant_id: tenant, source_id: source, id } of rows) {
    const known = derived.get(tenant) ?? new Map<string, string[]>();
    known.set(source, [...(known.get(source) ?? []), id]);
    derived.set(tenant, known);
    if (!stored.get(tenant)?.has(id)) wanted.withId(tenant, id);
  }
  for (const { tenant, memory } of await findStored(transaction, wanted)) {
    stored.get(tenant)?.set(memory.id, memory);
  }
  return derived;
}

/** Those that are there and that an operation removes, or whose time is over. */
function leavingOf(
  units: readonly WriteUnit<WriteOperation>[],
  stored: ReadonlyMap<TenantId, ReadonlyMap<string, StoredMemory>>,
): { tenant: TenantId; id: string }[] {
  const removed = new Map<TenantId, Set<string>>();
  for (const { tenant, operations } of units) {
    const ids = removed.get(tenant) ?? new Set();
    removed.set(tenant, ids);
    for (const operation of operations) {
      const id = kindOf(operation).removes?.(operation);
      if (id !== undefined) ids.add(id);
    }
  }
  return [...stored].flatMap(([tenant, memories]) =>
    [...memories.values()]
      .filter(({ id, expired }) => expired || removed.get(tenant)?.has(id))
      .map(({ id }) => ({ tenant, id })),
  );
}
