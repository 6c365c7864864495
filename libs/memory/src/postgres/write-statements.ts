import { type AuditRecord, recordValues, withAppendedRecords } from '@somabrain/audit';
import { binaryArray, type GroupTransaction } from '@somabrain/database';
import type { TenantId } from '@somabrain/kernel';
import { GIVEN_STATE, RowParameters, STATE_COLUMNS, STORED_STATE } from './memory-columns';
import { storeRunChanges, storeWeights } from '../consolidation/store-consolidation';
import { removeLinks, storeLinks } from '../links/store-links';
import { storeRatings } from '../ratings/store-ratings';
import { storeImportedVersions } from '../transfer/store-imported-versions';
import type { TenantPlan } from '../planning/tenant-plan';

/** The plan of a tenant. */
export interface PlanOf extends TenantPlan {
  readonly tenant: TenantId;
}

/** The same with its sealed records. */
export interface SealedPlan extends PlanOf {
  readonly records: readonly AuditRecord[];
}

const UPDATED = RowParameters.revision(1);
const REPLACED = RowParameters.whole(UPDATED.count + 1);
const REMOVED = UPDATED.count + REPLACED.count + 1;

/** Replaces and removes stored rows. What was stored becomes a version; the statement's snapshot still sees it. */
const REVISE = {
  text: `
    with revised as (select * from ${UPDATED.source}),
    gone as (select * from unnest($${REMOVED}::text[], $${REMOVED + 1}::uuid[]) g (tenant_id, id)),
    kept as (
      insert into memory_versions (tenant_id, memory_id, version, namespace, key, recorded_at, replaced_at, ${STATE_COLUMNS})
      select m.tenant_id, m.id, m.version, m.namespace, m.key, m.updated_at, v.updated_at, ${STORED_STATE}
      from revised v, lateral (select * from memories m where m.tenant_id = v.tenant_id and m.id = v.id offset 0) m
    ), passed as (
      insert into memory_versions (tenant_id, memory_id, version, namespace, key, recorded_at, replaced_at, ${STATE_COLUMNS})
      select r.tenant_id, r.id, r.version, r.namespace, r.key, r.updated_at, r.updated_at, ${GIVEN_STATE}
      from ${REPLACED.source}
    ), updated as (
      update memories m set ${UPDATED.assignments} from revised r where m.tenant_id = r.tenant_id and m.id = r.id
    ), removed as (
      delete from memories m using gone g where m.tenant_id = g.tenant_id and m.id = g.id
    ), removed_feedback as (
      delete from memory_feedback f using gone g where f.tenant_id = g.tenant_id and f.memory_id = g.id
    ), removed_versions as (
      delete from memory_versions m using gone g where m.tenant_id = g.tenant_id and m.memory_id = g.id
    )
    delete from memory_vectors m
    using (select * from gone union all select * from unnest($${REMOVED + 2}::text[], $${REMOVED + 3}::uuid[])) g (tenant_id, id)
    where m.tenant_id = g.tenant_id and m.memory_id = g.id`,
};

const INSERTED = RowParameters.whole(1);
const NEXT = INSERTED.count + 1;

/** Adds new rows, the analysed forms and the changes. */
const APPEND_MEMORIES = {
  name: 'append-memories',
  text: `
    with inserted as (
      insert into memories (tenant_id, ${INSERTED.names}) select r.tenant_id, ${INSERTED.values} from ${INSERTED.source}
    ), vectors as (
      insert into memory_vectors (tenant_id, encoder, memory_id, analysed)
      select v.tenant_id, $${NEXT}, v.memory_id, v.analysed
      from unnest($${NEXT + 1}::text[], $${NEXT + 2}::uuid[], $${NEXT + 3}::bytea[]) v (tenant_id, memory_id, analysed)
    )
    insert into memory_changes (tenant_id, namespace, change_seq, memory_id, op, changed_at)
    select c.*, now()
    from unnest($${NEXT + 4}::text[], $${NEXT + 5}::text[], $${NEXT + 6}::int8[], $${NEXT + 7}::uuid[], $${NEXT + 8}::"char"[]) c`,
};

/** Adds the audit records, and moves the heads on. */
const APPEND_RECORDS = {
  name: 'append-records',
  text: `${withAppendedRecords(
    `select n.*, 'operations' as stream
      from unnest($7::text[], $8::int8[], $9::int8[], $10::int8[], $11::bytea[], $12::timestamptz[], $13::int8[])
        n (tenant_id, change_seq, first_seq, last_seq, audit_hash, expires_at, writes)`,
  )}
    update tenant_heads h set change_seq = coalesce(n.change_seq, h.change_seq), audit_seq = n.last_seq, audit_hash = n.audit_hash,
      next_expiry_at = least(h.next_expiry_at, n.expires_at), writes = coalesce(n.writes, h.writes),
      writes_on = case when n.writes is null then h.writes_on else (now() at time zone 'utc')::date end,
      oldest_change_at = coalesce(h.oldest_change_at, case when n.change_seq is not null then now() end)
    from ends n where h.tenant_id = n.tenant_id`,
};

/** The answers to requests with an idempotency key. A key whose day is over is free again. */
const KEEP_ANSWERS = {
  text: `
    with answers as (
      select * from unnest($1::text[], $2::bytea[], $3::bytea[], $4::text[]) a (tenant_id, digest, fingerprint, answer)
    ), kept as (
      insert into idempotency_keys (tenant_id, digest, fingerprint, answer, created_at)
      select a.tenant_id, a.digest, a.fingerprint, a.answer::jsonb, now() from answers a
      on conflict (tenant_id, digest) do update
        set fingerprint = excluded.fingerprint, answer = excluded.answer, created_at = excluded.created_at
    )
    update tenant_heads h set oldest_idempotency_key_at = coalesce(h.oldest_idempotency_key_at, now())
    where h.tenant_id in (select tenant_id from answers)`,
};

/**
 * Stores all of the plans but their audit records: one statement, one before it where stored rows change, and more behind it for what few
 * plans have.
 * @param encoder name of the analyser and encoder that made the analysed forms
 */
export async function storePlans(
  transaction: GroupTransaction,
  plans: readonly PlanOf[],
  encoder: string,
): Promise<void> {
  await removeLinks(transaction, plans);
  if (plans.some((plan) => plan.updates.length + plan.removals.length + plan.versions.length > 0)) {
    await transaction.query(REVISE, reviseValues(plans));
  }
  if (plans.some((plan) => plan.inserts.length + plan.updates.length + plan.changes.length > 0))
    await transaction.query(APPEND_MEMORIES, memoryValues(plans, encoder));
  await storeImportedVersions(transaction, plans);
  await storeLinks(transaction, plans);
  await storeRatings(transaction, plans, encoder);
  await storeRunChanges(transaction, plans);
  await storeWeights(transaction, plans);
  if (plans.some((plan) => plan.answers.length > 0))
    await transaction.query(KEEP_ANSWERS, answerValues(plans));
}

/** Stores the audit records of the plans, and what their tenants' heads say then. */
export async function storeRecords(
  transaction: GroupTransaction,
  plans: readonly SealedPlan[],
): Promise<void> {
  if (plans.some((plan) => plan.records.length > 0))
    await transaction.query(APPEND_RECORDS, appendValues(plans));
}

function reviseValues(plans: readonly PlanOf[]): unknown[] {
  const updates = collect(plans, (plan) => plan.updates);
  const versions = collect(plans, (plan) => plan.versions.map((version) => version.row));
  const removals = collect(plans, (plan) => plan.removals);
  const reanalysed = collect(plans, (plan) => plan.updates.filter((row) => row.state.analysed));
  return [
    ...UPDATED.encode(updates.tenants, updates.values),
    ...REPLACED.encode(versions.tenants, versions.values),
    binaryArray.text(removals.tenants),
    binaryArray.uuid(removals.values),
    binaryArray.text(reanalysed.tenants),
    binaryArray.uuid(reanalysed.values.map((row) => row.id)),
  ];
}

function memoryValues(plans: readonly PlanOf[], encoder: string): unknown[] {
  const inserts = collect(plans, (plan) => plan.inserts);
  const analysed = collect(plans, (plan) =>
    [...plan.inserts, ...plan.updates].filter((row) => row.state.analysed),
  );
  const changes = collect(plans, (plan) => plan.changes);
  return [
    ...INSERTED.encode(inserts.tenants, inserts.values),
    encoder,
    binaryArray.text(analysed.tenants),
    binaryArray.uuid(analysed.values.map((row) => row.id)),
    binaryArray.bytea(analysed.values.map((row) => row.state.analysed)),
    binaryArray.text(changes.tenants),
    binaryArray.text(changes.values.map((change) => change.namespace)),
    binaryArray.int8(changes.values.map((change) => change.seq)),
    binaryArray.uuid(changes.values.map((change) => change.memoryId)),
    changes.values.map((change) => (change.op === 'put' ? 'p' : 'r')),
  ];
}

function appendValues(plans: readonly SealedPlan[]): unknown[] {
  return [...recordValues(plans.flatMap((plan) => plan.records)), ...headValues(plans)];
}

function answerValues(plans: readonly PlanOf[]): unknown[] {
  const answers = collect(plans, (plan) => plan.answers);
  return [
    binaryArray.text(answers.tenants),
    binaryArray.bytea(answers.values.map(({ digest }) => Buffer.from(digest, 'base64'))),
    binaryArray.bytea(answers.values.map(({ fingerprint }) => Buffer.from(fingerprint, 'base64'))),
    binaryArray.text(answers.values.map(({ answer }) => JSON.stringify(answer))),
  ];
}

function headValues(plans: readonly SealedPlan[]): Buffer[] {
  const moved = plans.filter((plan) => plan.records.length > 0);
  return [
    binaryArray.text(moved.map((plan) => plan.tenant)),
    binaryArray.int8(moved.map((plan) => plan.changes.at(-1)?.seq ?? null)),
    binaryArray.int8(moved.map((plan) => plan.records.at(0)?.seq ?? 0)),
    binaryArray.int8(moved.map((plan) => plan.records.at(-1)?.seq ?? 0)),
    binaryArray.bytea(moved.map((plan) => Buffer.from(plan.records.at(-1)?.hash ?? '', 'hex'))),
    binaryArray.timestamptz(moved.map(firstExpiryOf)),
    binaryArray.int8(moved.map((plan) => plan.writesToday)),
  ];
}

function firstExpiryOf(plan: SealedPlan): number | null {
  const times = [...plan.inserts, ...plan.updates].flatMap((row) => row.expiresAt ?? []);
  return times.length > 0 ? Math.min(...times) : null;
}

function collect<Plan extends PlanOf, T>(
  plans: readonly Plan[],
  of: (plan: Plan) => readonly T[],
): { tenants: string[]; values: T[] } {
  const tenants: string[] = [];
  const values: T[] = [];
  for (const plan of plans) {
    for (const value of of(plan)) {
      tenants.push(plan.tenant);
      values.push(value);
    }
  }
  return { tenants, values };
}
