import type { TenantHead } from '@somabrain/database';

/** What a plan needs of a tenant's head row. */
export interface MemoryHead {
  readonly changeSeq: number;
  readonly auditSeq: number;
  /** Hash of the last record of the stream `operations`: 32 bytes. */
  readonly auditHash: Buffer;
  /** Counted against the daily quota since midnight (UTC). */
  readonly writesToday: number;
  /** Null: the default of the service. */
  readonly writeDailyLimit: number | null;
  /** Writes that are queued in the journal. */
  readonly journaled: number;
}

interface HeadRow {
  readonly change_seq: string;
  readonly audit_seq: string;
  readonly audit_hash: Buffer;
  readonly writes_today: string;
  readonly write_daily_limit: string | null;
  readonly journaled: string;
}

/** The columns that `memoryHeadOf` reads. */
export const MEMORY_HEAD_COLUMNS = `change_seq, audit_seq, audit_hash, write_daily_limit, journaled,
  case when writes_on = (now() at time zone 'utc')::date then writes else 0 end as writes_today`;

/** @param head locked with `MEMORY_HEAD_COLUMNS` */
export function memoryHeadOf(head: TenantHead): MemoryHead {
  const row = head as TenantHead & HeadRow;
  return {
    changeSeq: Number(row.change_seq),
    auditSeq: Number(row.audit_seq),
    auditHash: row.audit_hash,
    writesToday: Number(row.writes_today),
    writeDailyLimit: row.write_daily_limit === null ? null : Number(row.write_daily_limit),
    journaled: Number(row.journaled),
  };
}
