import { binaryArray, type GroupTransaction, type WriteUnit } from '@somabrain/database';
import type { TenantId } from '@somabrain/kernel';
import { findStored, WantedMemories } from './find-stored';
import { fieldsOf, MEMORY_COLUMNS, memoryOf, type MemoryRecord } from './memory-rows';
import type { NamedAddress } from '../links/link';
import type { KeyScope } from '../planning/key-scope';
import { digestsOf, type MemoryState, stateOf } from '../planning/memory-state';
import { isSame } from '../planning/planned-memories';
import type { StoredMemory } from '../planning/tenant-plan';
import { kindOf } from '../planning/write-kinds';
import type { WriteOperation } from '../planning/write-operation';

/** A memory of the group that some of its operations change. */
interface ChangedMemory {
  readonly tenant: TenantId;
  readonly id: string;
  /** The fields that each of them gives it, as far as they make out its key. */
  readonly given: Partial<MemoryState['fields']>[];
}

interface StateRow extends MemoryRecord {
  tenant_id: TenantId;
  ttl_seconds: string | null;
}

const FIND_STATES = {
  name: 'find-memory-states',
  text: `
    select m.tenant_id, m.ttl_seconds, ${MEMORY_COLUMNS}
    from unnest($1::text[], $2::uuid[]) w (tenant_id, id),
      lateral (select * from memories m where m.tenant_id = w.tenant_id and m.id = w.id offset 0) m`,
};

/**
 * Reads the whole state of the memories that change, and which memories have the keys that these may get.
 * @param stored what was found already; those that change are replaced by themselves with their state
 */
export async function addStates(
  transaction: GroupTransaction,
  units: readonly WriteUnit<WriteOperation>[],
  stored: Map<TenantId, Map<string, StoredMemory>>,
): Promise<void> {
  const changed = [...changedMemories(units), ...mergedMemories(units, stored)];
  if (changed.length === 0) return;
  const rows = await transaction.query<StateRow>(FIND_STATES, [
    binaryArray.text(changed.map(({ tenant }) => tenant)),
    binaryArray.uuid(changed.map(({ id }) => id)),
  ]);
  for (const row of rows) {
    const memories = stored.get(row.tenant_id);
    const memory = memories?.get(row.id);
    const ttl = row.ttl_seconds === null ? null : Number(row.ttl_seconds);
    const found = memoryOf(row);
    const state = stateOf(fieldsOf(found, ttl), null, found.closed);
    if (memory) memories?.set(row.id, { ...memory, state });
  }
  const wanted = wantedKeys(changed, stored);
  for (const { tenant, memory } of await findStored(transaction, wanted)) {
    const memories = stored.get(tenant);
    if (memories && !memories.has(memory.id)) memories.set(memory.id, memory);
  }
}

function changedMemories(units: readonly WriteUnit<WriteOperation>[]): ChangedMemory[] {
  const changed = new Map<string, ChangedMemory>();
  for (const { tenant, operations } of units) {
    for (const operation of operations) {
      const revised = kindOf(operation).revises?.(operation);
      if (!revised) continue;
      const { id, fields } = revised;
      const name = `${tenant} ${id}`;
      const memory = changed.get(name) ?? { tenant, id, given: [] };
      memory.given.push(fields);
      changed.set(name, memory);
    }
  }
  return [...changed.values()];
}

/** The stored memories of which a remember may keep some. */
function mergedMemories(
  units: readonly WriteUnit<WriteOperation>[],
  stored: ReadonlyMap<TenantId, ReadonlyMap<string, StoredMemory>>,
): ChangedMemory[] {
  const merged = new Map<string, ChangedMemory>();
  for (const { tenant, operations } of units) {
    const states = statesThatMerge(operations);
    if (states.size === 0) continue;
    for (const memory of stored.get(tenant)?.values() ?? []) {
      const { id, namespace, key, duplicateDigest } = memory;
      const name = key === null ? duplicateDigest : nameOf({ namespace, key });
      const merging = name === null ? [] : (states.get(name) ?? []);
      if (merging.some((state) => !isSame(memory, state)))
        merged.set(`${tenant} ${id}`, { tenant, id, given: [] });
    }
  }
  return [...merged.values()];
}

/** The states that are remembered, by the key or the digest of the memories that they are merged into. */
function statesThatMerge(operations: readonly WriteOperation[]): Map<string, MemoryState[]> {
  const states = new Map<string, MemoryState[]>();
  for (const operation of operations) {
    const merging = kindOf(operation).merges?.(operation);
    if (!merging) continue;
    const { address, state } = merging;
    for (const name of address ? [nameOf(address)] : digestsOf(state)) {
      const named = states.get(name);
      if (named) named.push(state);
      else states.set(name, [state]);
    }
  }
  return states;
}

function nameOf({ namespace, key }: NamedAddress): string {
  return `${namespace} ${key}`;
}

/** The fields that make out whose key it is. */
const NAMING = ['namespace', 'key', 'userId', 'agentId'] as const;

/** Every key in every namespace that some order of refused and accepted changes can come to. */
function wantedKeys(
  changed: readonly ChangedMemory[],
  stored: ReadonlyMap<TenantId, ReadonlyMap<string, StoredMemory>>,
): WantedMemories {
  const wanted = new WantedMemories();
  for (const { tenant, id, given } of changed) {
    const present = stored.get(tenant)?.get(id);
    if (!given.some((fields) => NAMING.some((field) => fields[field] !== undefined))) continue;
    const namespaces = new Set([present?.namespace, ...given.map(({ namespace }) => namespace)]);
    const keys = new Set([present?.key, ...given.map(({ key }) => key)]);
    const users = new Set([present?.userId, ...given.map(({ userId }) => userId)]);
    const agents = new Set([present?.agentId, ...given.map(({ agentId }) => agentId)]);
    for (const namespace of namespaces) {
      for (const key of keys) {
        if (namespace === undefined || key == null) continue;
        for (const scope of scopes(users, agents)) wanted.withKey(tenant, { namespace, key }, scope);
      }
    }
  }
  return wanted;
}

/** Every user with every agent of these, none included. */
function scopes(
  users: ReadonlySet<string | null | undefined>,
  agents: ReadonlySet<string | null | undefined>,
): KeyScope[] {
  const given = (values: ReadonlySet<string | null | undefined>) =>
    [...values].filter((value) => value !== undefined);
  return given(users).flatMap((userId) => given(agents).map((agentId) => ({ userId, agentId })));
}
