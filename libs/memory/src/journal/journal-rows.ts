import { joinRecords } from '@somabrain/audit';
import {
  binaryArray,
  type Database,
  type GroupTransaction,
  lockHeads,
  type WriteUnit,
} from '@somabrain/database';
import { filterOf, type TenantId } from '@somabrain/kernel';
import type { SealedPlan } from '../postgres/write-statements';
import type { WriteOperation } from '../planning/write-operation';

/** A row of `write_journal`. */
export interface JournalRow {
  readonly seq: string;
  readonly memory_id: string;
  readonly accepted_id: string;
  readonly actor: string;
  readonly trace_id: string;
  readonly decision_id: string | null;
  readonly visibility: unknown;
  readonly memory: unknown;
  /** Not in `memory`: the release before knows no such field, and may be the one that stores the row. */
  readonly keeps: unknown;
  /** Base64. */
  readonly digest: string;
  /** Base64. */
  readonly fingerprint: string;
}

const FIND_PRESENT = {
  text: `select j.tenant_id, j.seq from unnest($1::text[], $2::int8[]) w (tenant_id, seq),
    lateral (select * from write_journal j where j.tenant_id = w.tenant_id and j.seq = w.seq offset 0) j
    where j.set_aside_at is null`,
};
const ADD = {
  text: `
    with added as (
      insert into write_journal
        (tenant_id, seq, memory_id, accepted_at, actor, trace_id, decision_id, visibility, memory, keeps, digest, fingerprint)
      select r.tenant_id, r.seq, r.memory_id, now(), r.actor, r.trace_id, r.decision_id, r.visibility::jsonb, r.memory::jsonb, r.keeps::jsonb,
        r.digest, r.fingerprint
      from unnest($1::text[], $2::int8[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],
        $10::bytea[], $11::bytea[])
        r (tenant_id, seq, memory_id, actor, trace_id, decision_id, visibility, memory, keeps, digest, fingerprint)
      returning tenant_id
    )
    update tenant_heads h set journaled = h.journaled + a.count
    from (select tenant_id, count(*) as count from added group by tenant_id) a where h.tenant_id = a.tenant_id`,
};
const REMOVE = {
  text: `
    with removed as (
      delete from write_journal j using unnest($1::text[], $2::int8[]) w (tenant_id, seq)
      where j.tenant_id = w.tenant_id and j.seq = w.seq returning j.tenant_id
    )
    update tenant_heads h set journaled = h.journaled - r.count
    from (select tenant_id, count(*) as count from removed group by tenant_id) r where h.tenant_id = r.tenant_id`,
};
const READ = {
  text: `
    select j.seq, j.memory_id, a.id as accepted_id, j.actor, j.trace_id, j.decision_id, j.visibility, j.memory, j.keeps,
      encode(j.digest, 'base64') as digest, encode(j.fingerprint, 'base64') as fingerprint
    from write_journal j ${joinRecords('a', 'j')}
    where j.tenant_id = $1 and j.set_aside_at is null order by j.seq limit $2`,
};
const SET_ASIDE = {
  text: `
    with aside as (
      update write_journal j set set_aside_at = now()
      where j.tenant_id = $1 and j.seq = $2 and j.set_aside_at is null returning j.digest
    ), freed as (
      delete from idempotency_keys k using aside a where k.tenant_id = $1 and k.digest = a.digest
    )
    update tenant_heads h set journaled = h.journaled - 1 where h.tenant_id = $1 and exists (select from aside)`,
};

const COUNT_FAILURE = {
  text: `update write_journal set failures = failures + 1
    where tenant_id = $1 and seq = $2 and set_aside_at is null returning failures`,
};

/** Finds which of the rows that the units drain are still queued, by tenant. The heads are locked. */
export async function presentRows(
  transaction: GroupTransaction,
  units: readonly WriteUnit<WriteOperation>[],
): Promise<ReadonlyMap<TenantId, ReadonlySet<number>>> {
  const wanted = units.flatMap(({ tenant, operations }) =>
    operations.flatMap((operation) =>
      operation.kind === 'remember' && operation.journaled ? { tenant, seq: operation.journaled.seq } : [],
    ),
  );
  const present = new Map<TenantId, Set<number>>();
  if (wanted.length === 0) return present;
  const rows = await transaction.query<{ tenant_id: TenantId; seq: string }>(FIND_PRESENT, [
    binaryArray.text(wanted.map(({ tenant }) => tenant)),
    binaryArray.int8(wanted.map(({ seq }) => seq)),
  ]);
  for (const { tenant_id: tenant, seq } of rows) {
    const found = present.get(tenant);
    if (found) found.add(Number(seq));
    else present.set(tenant, new Set([Number(seq)]));
  }
  return present;
}

/** Adds to the journal what the plans accepted, and removes from it what they stored. */
export async function storeJournal(
  transaction: GroupTransaction,
  plans: readonly SealedPlan[],
): Promise<void> {
  const added = plans.flatMap(({ tenant, journaled, records }) => {
    const seqs = new Map(records.map(({ id, seq }) => [id, seq]));
    return journaled.map((operation) => ({ tenant, operation, seq: seqs.get(operation.operationId) ?? 0 }));
  });
  if (added.length > 0) await transaction.query(ADD, valuesOf(added));
  const removed = plans.flatMap(({ tenant, drained }) => drained.map((seq) => ({ tenant, seq })));
  if (removed.length === 0) return;
  await transaction.query(REMOVE, [
    binaryArray.text(removed.map(({ tenant }) => tenant)),
    binaryArray.int8(removed.map(({ seq }) => seq)),
  ]);
}

/** Reads the oldest queued rows, in their order. */
export function readJournal(database: Database, tenant: TenantId, limit: number): Promise<JournalRow[]> {
  return database.readTenant({ tenant }, (transaction) =>
    transaction.query<JournalRow>(READ, [tenant, limit]),
  );
}

/** Sets a row aside that cannot be stored, so that later rows do not wait for it. It stays for an operator. */
export async function setAside(database: Database, tenant: TenantId, seq: number): Promise<void> {
  await database.writeTenant(tenant, async (transaction) => {
    await lockHeads(transaction, [tenant], 'wait');
    await transaction.query(SET_ASIDE, [tenant, seq]);
  });
}

/** Counts a failure of a row by a defect. @returns its failures so far; 0 if it is no longer queued */
export async function countFailure(database: Database, tenant: TenantId, seq: number): Promise<number> {
  const [row] = await database.writeTenant(tenant, (transaction) =>
    transaction.query<{ failures: number }>(COUNT_FAILURE, [tenant, seq]),
  );
  return row?.failures ?? 0;
}

function valuesOf(
  added: readonly {
    tenant: TenantId;
    seq: number;
    operation: SealedPlan['journaled'][number];
  }[],
): Buffer[] {
  const operations = added.map(({ operation }) => operation);
  return [
    binaryArray.text(added.map(({ tenant }) => tenant)),
    binaryArray.int8(added.map(({ seq }) => seq)),
    binaryArray.uuid(operations.map(({ id }) => id)),
    binaryArray.text(operations.map(({ actor }) => actor)),
    binaryArray.text(operations.map(({ traceId }) => traceId)),
    binaryArray.text(operations.map(({ decisionId }) => decisionId ?? null)),
    binaryArray.text(
      operations.map(({ visibility }) => (visibility ? JSON.stringify(filterOf(visibility)) : null)),
    ),
    binaryArray.text(operations.map(({ memory }) => JSON.stringify({ ...memory, keeps: undefined }))),
    binaryArray.text(operations.map(({ memory: { keeps } }) => (keeps ? JSON.stringify(keeps) : null))),
    binaryArray.bytea(operations.map(({ idempotency }) => Buffer.from(idempotency.digest, 'base64'))),
    binaryArray.bytea(operations.map(({ idempotency }) => Buffer.from(idempotency.fingerprint, 'base64'))),
  ];
}
