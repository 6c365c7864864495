import type { TenantId } from '@somabrain/kernel';
import { escapeLiteral } from 'pg';
import { binaryArray } from '../binary-array';
import type { TenantTransaction } from '../database';

/** The ends of a tenant's sequences, read under the lock of its head row. */
export interface TenantHead {
  readonly tenant: TenantId;
  readonly changeSeq: number;
  readonly auditSeq: number;
  /** Hash of the last record of the stream `operations`: 32 bytes. */
  readonly auditHash: Buffer;
  /** Counted against the daily quota since midnight (UTC). */
  readonly writesToday: number;
  /** Null: the default of the service. */
  readonly writeDailyLimit: number | null;
  /** Writes that wait in the journal. */
  readonly journaled: number;
}

/** What to do about a head that another transaction holds. */
export type HeadLocking = 'skip-locked' | 'wait';

/** A row as the statements that lock select it. */
export interface HeadRow {
  tenant_id: TenantId;
  change_seq: string;
  audit_seq: string;
  audit_hash: Buffer;
  writes_today: string;
  write_daily_limit: string | null;
  journaled: string;
}

const CREATE_HEADS = {
  name: 'create-heads',
  text: `insert into tenant_heads (tenant_id) select unnest($1::text[]) order by 1 on conflict do nothing`,
};

const lockText = (
  tenants: string,
): string => `select tenant_id, change_seq, audit_seq, audit_hash, write_daily_limit, journaled,
    case when writes_on = (now() at time zone 'utc')::date then writes else 0 end as writes_today
  from tenant_heads
  where tenant_id = any (${tenants}::text[]) order by tenant_id for update`;
const LOCK_HEADS = {
  wait: { name: 'lock-heads', text: lockText('$1') },
  'skip-locked': { name: 'lock-heads-skip', text: `${lockText('$1')} skip locked` },
};

/** Makes the head rows of tenants that have none yet. In tenant order, so that two of these cannot wait for each other. */
export async function createHeads(
  transaction: TenantTransaction,
  tenants: readonly TenantId[],
): Promise<void> {
  await transaction.query(CREATE_HEADS, [binaryArray.text(tenants)]);
}

/**
 * Locks head rows in tenant order until the transaction ends.
 * What the tenants' other rows say must be read by a later statement: this one may have waited, and its snapshot is from before.
 */
export async function lockHeads(
  transaction: TenantTransaction,
  tenants: readonly TenantId[],
  locking: HeadLocking,
): Promise<Map<TenantId, TenantHead>> {
  return headsOf(await transaction.query<HeadRow>(LOCK_HEADS[locking], [binaryArray.text(tenants)]));
}

/** The same as a statement without parameters, to begin a transaction with; `headsOf` reads its rows. */
export function lockingStatement(tenants: readonly TenantId[], locking: HeadLocking): string {
  const text = lockText(`array[${tenants.map((tenant) => escapeLiteral(tenant)).join(',')}]`);
  return locking === 'wait' ? text : `${text} skip locked`;
}

/** By tenant. */
export function headsOf(rows: readonly HeadRow[]): Map<TenantId, TenantHead> {
  return new Map(
    rows.map((row) => [
      row.tenant_id,
      {
        tenant: row.tenant_id,
        changeSeq: Number(row.change_seq),
        auditSeq: Number(row.audit_seq),
        auditHash: row.audit_hash,
        writesToday: Number(row.writes_today),
        writeDailyLimit: row.write_daily_limit === null ? null : Number(row.write_daily_limit),
        journaled: Number(row.journaled),
      },
    ]),
  );
}
