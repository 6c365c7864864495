import type { Database, Statement } from '@somabrain/database';
import type { TenantId } from '@somabrain/kernel';
import { type ChainEnd, GENESIS } from '../audit-chain';
import type { AuditRecord, AuditStream } from '../audit-record';
import type { ChainLookup } from './chain-fault';
import { belongsTo, type StoredRecord } from './chain-walk';

const PAGE = 1_000;
/** Ties can only be there if somebody dropped the primary key; a page must not part them. */
const READ_PAGE = {
  text: `select seq as place, record, encode(hash, 'hex') as hash from audit_log
    where tenant_id = $1 and stream = $2 and seq > $3 order by seq fetch first ${PAGE} rows with ties`,
};
const READ_ONE = {
  text: `select seq as place, record, encode(hash, 'hex') as hash from audit_log
    where tenant_id = $1 and stream = $2 and seq = $3 limit 1`,
};
const OPERATIONS_HEAD = {
  text: `select audit_seq as seq, audit_hash as hash from tenant_heads where tenant_id = $1 and $2 = 'operations'`,
};
const OTHER_HEAD = { text: `select seq, hash from audit_heads where tenant_id = $1 and stream = $2` };

interface RecordRow {
  place: string;
  record: AuditRecord | null;
  hash: string;
}

/** One stored chain. Every read is a short transaction of its own, so that a long chain holds up neither writers nor vacuum. */
export class StoredChain {
  constructor(
    private readonly database: Database,
    readonly tenant: TenantId,
    readonly stream: AuditStream,
  ) {}

  /** Where the chain ends by what its head says. */
  async head(): Promise<ChainEnd> {
    const statement = this.stream === 'operations' ? OPERATIONS_HEAD : OTHER_HEAD;
    const [row] = await this.read<{ seq: string; hash: Buffer }>(statement, []);
    return row ? { seq: Number(row.seq), hash: row.hash } : GENESIS;
  }

  /** The rows behind a place, in order, a page at a time. */
  async *pagesAfter(place: number): AsyncGenerator<StoredRecord[]> {
    for (let after = place; ;) {
      const rows = (await this.read<RecordRow>(READ_PAGE, [after])).map(storedRecordOf);
      if (rows.length > 0) yield rows;
      if (rows.length < PAGE) return;
      after = rows.at(-1)?.place ?? after;
    }
  }

  /** What tells a lost record from one that stands elsewhere. */
  lookup(head: ChainEnd): ChainLookup {
    return {
      head,
      at: async (place) => (await this.read<RecordRow>(READ_ONE, [place])).map(storedRecordOf)[0] ?? null,
      findSealedAs: async (seq, place) => {
        for await (const rows of this.pagesAfter(place)) {
          const found = rows.find((row) => row.record.seq === seq && belongsTo(this, row));
          if (found) return found;
        }
        return null;
      },
    };
  }

  private read<Row extends object>(statement: Statement, values: readonly unknown[]): Promise<Row[]> {
    return this.database.readTenant({ tenant: this.tenant }, (transaction) =>
      transaction.query<Row>(statement, [this.tenant, this.stream, ...values]),
    );
  }
}

function storedRecordOf({ place, record, hash }: RecordRow): StoredRecord {
  // What stands there may be any JSON by now; spreading makes an object of it, which has no seal.
  return { place: Number(place), record: { ...record } as AuditRecord, hash };
}
