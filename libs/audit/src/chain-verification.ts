import type { Database } from '@somabrain/database';
import type { TenantId } from '@somabrain/kernel';
import { type ChainEnd, type ChainFault, GENESIS, verifyRecords } from './audit-chain';
import type { AuditRecord, AuditStream } from './audit-record';

/** What a verification found. */
export interface ChainReport {
  readonly records: number;
  readonly fault: ChainFault | null;
}

const PAGE = 1_000;
const READ_PAGE = {
  text: `select seq, record, encode(hash, 'hex') as hash from audit_log
    where tenant_id = $1 and stream = $2 and seq > $3 order by seq limit ${PAGE}`,
};
const READ_HEAD = {
  text: `select audit_seq as seq, encode(audit_hash, 'hex') as hash from tenant_heads where tenant_id = $1`,
};

/**
 * Recomputes a tenant's whole chain from the stored records and compares its end with the tenant's head, so that records cut off
 * at the end are missed too. The head is read first: what is sealed meanwhile lies behind it and is checked as well.
 */
export async function verifyChain(
  database: Database,
  tenant: TenantId,
  stream: AuditStream,
): Promise<ChainReport> {
  return database.inTenants([tenant], async (transaction) => {
    const [head] = await transaction.query<{ seq: string; hash: string }>(READ_HEAD, [tenant]);
    const headSeq = Number(head?.seq ?? 0);
    let end: ChainEnd = GENESIS;
    for (let last = false; !last;) {
      const rows = await transaction.query<RecordRow>(READ_PAGE, [tenant, stream, end.seq]);
      const checked = verifyRecords(
        end,
        rows.map((row) => ({ ...row.record, seq: Number(row.seq), hash: row.hash })),
      );
      end = checked.end;
      if (checked.fault) return { records: end.seq, fault: checked.fault };
      const atHead = rows.find((row) => Number(row.seq) === headSeq);
      if (atHead && atHead.hash !== head?.hash)
        return { records: end.seq, fault: { seq: headSeq, fault: 'changed' } };
      last = rows.length < PAGE;
    }
    return { records: end.seq, fault: end.seq < headSeq ? { seq: end.seq + 1, fault: 'missing' } : null };
  });
}

interface RecordRow {
  seq: string;
  record: AuditRecord;
  hash: string;
}
