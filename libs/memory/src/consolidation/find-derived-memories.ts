import { binaryArray, type GroupTransaction, type WriteUnit } from '@somabrain/database';
import type { TenantId } from '@somabrain/kernel';
import { EXTRACT_KEY, EXTRACT_TYPES } from './derived-memory';
import { findStored, WantedMemories } from '../postgres/find-stored';
import { LOOK_UP } from '../postgres/memory-rows';
import type { StoredMemory } from '../planning/tenant-plan';
import type { RemoveOperation, WriteOperation } from '../planning/write-operation';

/** Ids of extracts by the id of what they are made of. */
export type StoredExtracts = ReadonlyMap<string, readonly string[]>;

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
 * Reads the extracts of memories that the group removes or may find expired.
 * @param stored what was found already; the extracts are added
 */
export async function addExtracts(
  transaction: GroupTransaction,
  units: readonly WriteUnit<WriteOperation>[],
  stored: Map<TenantId, Map<string, StoredMemory>>,
): Promise<ReadonlyMap<TenantId, StoredExtracts>> {
  const leaving = leavingOf(units, stored);
  const extracts = new Map<TenantId, Map<string, string[]>>();
  if (leaving.length === 0) return extracts;
  const rows = await transaction.query<{ tenant_id: TenantId; source_id: string; id: string }>(FIND, [
    binaryArray.text(leaving.map(({ tenant }) => tenant)),
    binaryArray.uuid(leaving.map(({ id }) => id)),
    EXTRACT_TYPES,
    EXTRACT_KEY.source,
  ]);
  const wanted = new WantedMemories();
  for (const { tenant_id: tenant, source_id: source, id } of rows) {
    const known = extracts.get(tenant) ?? new Map<string, string[]>();
    known.set(source, [...(known.get(source) ?? []), id]);
    extracts.set(tenant, known);
    if (!stored.get(tenant)?.has(id)) wanted.withId(tenant, id);
  }
  for (const { tenant, memory } of await findStored(transaction, wanted)) {
    stored.get(tenant)?.set(memory.id, memory);
  }
  return extracts;
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
    for (const operation of operations) if (isRemoval(operation)) ids.add(operation.id);
  }
  return [...stored].flatMap(([tenant, memories]) =>
    [...memories.values()]
      .filter(({ id, expired }) => expired || removed.get(tenant)?.has(id))
      .map(({ id }) => ({ tenant, id })),
  );
}

function isRemoval(operation: WriteOperation): operation is RemoveOperation {
  return ['delete', 'expire', 'forget'].includes(operation.kind);
}
