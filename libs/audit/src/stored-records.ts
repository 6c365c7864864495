import { binaryArray, type Database, type GroupTransaction } from '@somabrain/database';
import type { TenantId } from '@somabrain/kernel';
import type { AuditRecord } from './audit-record';

const FIND_RECORDS = {
  text: `select a.id, a.record from unnest($1::text[], $2::uuid[]) w (tenant_id, id) join audit_log a using (tenant_id, id)`,
};
const COUNT_WAITING = {
  text: `select count(*)::integer as waiting from (select tenant_id from audit_outbox limit $1) o`,
};
const TENANTS = {
  text: `select tenant_id from tenant_heads union select tenant_id from audit_heads order by 1`,
};

/** The records of these ids, as far as they are stored, by their ids. */
export async function findRecords(
  transaction: GroupTransaction,
  wanted: readonly { readonly tenant: TenantId; readonly id: string }[],
): Promise<Map<string, AuditRecord>> {
  const rows = await transaction.query<{ id: string; record: AuditRecord }>(FIND_RECORDS, [
    binaryArray.text(wanted.map(({ tenant }) => tenant)),
    binaryArray.uuid(wanted.map(({ id }) => id)),
  ]);
  return new Map(rows.map(({ id, record }) => [id, record]));
}

/**
 * The clause that joins rows with the records of the stream `operations` that they name.
 * @param record alias of the record
 * @param row alias of the rows, which have `tenant_id` and `seq`
 */
export function joinRecords(record: string, row: string): string {
  return `join audit_log ${record} on ${record}.tenant_id = ${row}.tenant_id and ${record}.stream = 'operations' and ${record}.seq = ${row}.seq`;
}

/** Entries of the outbox that wait to be published. @param most where the count ends */
export async function countWaitingRecords(database: Database, most: number): Promise<number> {
  const [row] = await database.asMaintenance<{ waiting: number }>(COUNT_WAITING, [most]);
  return row?.waiting ?? 0;
}

/** Every tenant that has an audit chain. */
export async function tenantsWithChains(database: Database): Promise<TenantId[]> {
  const rows = await database.asMaintenance<{ tenant_id: TenantId }>(TENANTS, []);
  return rows.map(({ tenant_id: tenant }) => tenant);
}
