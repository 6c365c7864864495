import { type AuditRecord, findRecords } from '@somabrain/audit';
import { binaryArray, type GroupTransaction, type WriteUnit } from '@somabrain/database';
import type { JsonObject, TenantId } from '@somabrain/kernel';
import { addStates } from './find-states';
import type { StoredDerivedIds } from '../consolidation/derived-memory';
import { addDerivedMemories } from '../consolidation/find-derived-memories';
import { findStored, WantedMemories } from './find-stored';
import { presentRows } from '../journal/journal-rows';
import type { StoredAnswer, StoredMemory } from '../planning/tenant-plan';
import { kindOf } from '../planning/write-kinds';
import type { WriteOperation } from '../planning/write-operation';

/** What was there before the group, per tenant. */
export interface WriteLookup {
  /** By id. */
  readonly stored: ReadonlyMap<TenantId, ReadonlyMap<string, StoredMemory>>;
  /** Of memories that the group may remove. */
  readonly derived: ReadonlyMap<TenantId, StoredDerivedIds>;
  readonly answers: ReadonlyMap<TenantId, StoredAnswer[]>;
  /** Records of operations that an earlier, uncertain commit turns out to have stored, by operation id. */
  readonly committed: ReadonlyMap<string, AuditRecord>;
  /** Rows of the journal that operations come from and that still wait, by their `seq`. */
  readonly journaled: ReadonlyMap<TenantId, ReadonlySet<number>>;
}

const FIND_ANSWERS = {
  name: 'find-idempotent-answers',
  text: `
    select k.tenant_id, encode(k.digest, 'base64') as digest, encode(k.fingerprint, 'base64') as fingerprint, k.answer
    from unnest($1::text[], $2::bytea[]) w (tenant_id, digest),
      lateral (select * from idempotency_keys k where k.tenant_id = w.tenant_id and k.digest = w.digest offset 0) k
    where k.created_at > now() - interval '24 hours'`,
};

/** Reads the stored state that the units may concern. The heads are locked, so it cannot change before the group commits. */
export async function lookUp(
  transaction: GroupTransaction,
  units: readonly WriteUnit<WriteOperation>[],
): Promise<WriteLookup> {
  const stored = new Map<TenantId, Map<string, StoredMemory>>();
  for (const { tenant, memory } of await findStored(transaction, wantedMemories(units))) {
    const memories = stored.get(tenant);
    if (memories) memories.set(memory.id, memory);
    else stored.set(tenant, new Map([[memory.id, memory]]));
  }
  await addStates(transaction, units, stored);
  const derived = await addDerivedMemories(transaction, units, stored);
  const answers = await storedAnswers(transaction, units);
  const committed = await committedOperations(transaction, units);
  return { stored, derived, answers, committed, journaled: await presentRows(transaction, units) };
}

function wantedMemories(units: readonly WriteUnit<WriteOperation>[]): WantedMemories {
  const wanted = new WantedMemories();
  for (const { tenant, operations } of units) {
    const ofTenant = wanted.of(tenant);
    for (const operation of operations) kindOf(operation).want?.(operation, ofTenant);
  }
  return wanted;
}

async function storedAnswers(
  transaction: GroupTransaction,
  units: readonly WriteUnit<WriteOperation>[],
): Promise<Map<TenantId, StoredAnswer[]>> {
  const wanted = units.flatMap(({ tenant, operations }) =>
    operations.flatMap(({ idempotency }) => (idempotency ? { tenant, digest: idempotency.digest } : [])),
  );
  const answers = new Map<TenantId, StoredAnswer[]>();
  if (wanted.length === 0) return answers;
  const rows = await transaction.query<StoredAnswer & { tenant_id: TenantId; answer: JsonObject }>(
    FIND_ANSWERS,
    [
      binaryArray.text(wanted.map(({ tenant }) => tenant)),
      binaryArray.bytea(wanted.map(({ digest }) => Buffer.from(digest, 'base64'))),
    ],
  );
  for (const { tenant_id: tenant, ...answer } of rows) {
    const list = answers.get(tenant);
    if (list) list.push(answer);
    else answers.set(tenant, [answer]);
  }
  return answers;
}

async function committedOperations(
  transaction: GroupTransaction,
  units: readonly WriteUnit<WriteOperation>[],
): Promise<Map<string, AuditRecord>> {
  const uncertain = units.filter((unit) => unit.uncertain);
  if (uncertain.length === 0) return new Map();
  const wanted = uncertain.flatMap(({ tenant, operations }) =>
    operations.map(({ operationId: id }) => ({ tenant, id })),
  );
  return findRecords(transaction, wanted);
}
