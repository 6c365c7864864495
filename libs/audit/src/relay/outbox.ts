import { binaryArray, type Database } from '@somabrain/database';
import type { TenantId } from '@somabrain/kernel';
import type { AuditRecord, AuditStream } from '../audit-record';

/** Records of one chain that one transaction sealed: a row of the outbox. */
export interface OutboxRange {
  readonly tenant: TenantId;
  readonly stream: AuditStream;
  readonly firstSeq: number;
  readonly lastSeq: number;
}

/** What waits for some tenants, the ranges of each chain in order. */
export interface OutboxPage {
  readonly ranges: readonly OutboxRange[];
  /** Where the next page begins; empty when this was the last. */
  readonly next: string;
}

/** A record that is to be published. */
export interface OutboxRecord {
  readonly stream: AuditStream;
  readonly record: AuditRecord;
}

/** How much waits. */
export interface OutboxDepth {
  readonly records: number;
  readonly oldestSeconds: number;
}

const PAGE_TENANTS = 200;
/** Records that the tenants of a page share. */
const PAGE_RECORDS = 4_000;
const LEAST_RECORDS = 5;
/** Beyond this many rows the depth is what these hold: measuring must stay cheap while the bus is down. */
const MEASURED_ROWS = 100_000;

/** The recursion jumps from tenant to tenant in the primary key, however many rows each has. */
const LIST = {
  text: `
    with recursive tenants (tenant_id) as (
      (select o.tenant_id from audit_outbox o where o.tenant_id > $1 order by o.tenant_id limit 1)
      union all
      select (select o.tenant_id from audit_outbox o where o.tenant_id > t.tenant_id order by o.tenant_id limit 1)
      from tenants t where t.tenant_id is not null
    ), page as materialized (
      select t.tenant_id from tenants t where t.tenant_id is not null limit ${PAGE_TENANTS}
    )
    select p.tenant_id, s.stream, o.first_seq, o.last_seq
    from page p cross join unnest(array['operations', 'access', 'events']) s (stream),
      lateral (
        select o.first_seq, o.last_seq from audit_outbox o where o.tenant_id = p.tenant_id and o.stream = s.stream
        order by o.last_seq limit greatest(${LEAST_RECORDS}, ${PAGE_RECORDS} / (select count(*) from page))
      ) o
    order by p.tenant_id, s.stream, o.last_seq`,
};
const READ = {
  text: `
    select w.stream, a.record
    from unnest($1::text[], $2::text[], $3::int8[], $4::int8[]) with ordinality w (tenant_id, stream, first_seq, last_seq, place),
      lateral (
        select a.seq, a.record from audit_log a
        where a.tenant_id = w.tenant_id and a.stream = w.stream and a.seq between w.first_seq and w.last_seq offset 0
      ) a
    order by w.place, a.seq`,
};
const REMOVE = {
  text: `
    delete from audit_outbox o using unnest($1::text[], $2::text[], $3::int8[]) w (tenant_id, stream, last_seq)
    where o.tenant_id = w.tenant_id and o.stream = w.stream and o.last_seq = w.last_seq`,
};
const MEASURE = {
  text: `
    select coalesce(sum(o.last_seq - o.first_seq + 1), 0)::double precision as records,
      coalesce(extract(epoch from now() - min(o.created_at)), 0)::double precision as oldest_seconds
    from (select first_seq, last_seq, created_at from audit_outbox limit ${MEASURED_ROWS}) o`,
};

interface RangeRow {
  tenant_id: TenantId;
  stream: AuditStream;
  first_seq: string;
  last_seq: string;
}

/** The records that are yet to be published. */
export class Outbox {
  constructor(private readonly database: Database) {}

  /**
   * The oldest ranges of the next tenants. Tenants share the page, so that none with a long backlog holds up the others.
   * @param after the tenant that the page before ended with, or empty
   */
  async page(after: string): Promise<OutboxPage> {
    const rows = await this.database.asMaintenance<RangeRow>(LIST, [after]);
    const tenants = new Set(rows.map((row) => row.tenant_id));
    const share = Math.max(LEAST_RECORDS, Math.floor(PAGE_RECORDS / Math.max(1, tenants.size)));
    const next = tenants.size === PAGE_TENANTS ? (rows.at(-1)?.tenant_id ?? '') : '';
    return { ranges: sharesOf(rows.map(rangeOf), share), next };
  }

  /** The records of the ranges, in their order. */
  read(ranges: readonly OutboxRange[]): Promise<OutboxRecord[]> {
    return this.database.inTenants(tenantsOf(ranges), (transaction) =>
      transaction.query<OutboxRecord>(READ, [
        binaryArray.text(ranges.map((range) => range.tenant)),
        binaryArray.text(ranges.map((range) => range.stream)),
        binaryArray.int8(ranges.map((range) => range.firstSeq)),
        binaryArray.int8(ranges.map((range) => range.lastSeq)),
      ]),
    );
  }

  /** Forgets ranges that are published. */
  async remove(ranges: readonly OutboxRange[]): Promise<void> {
    await this.database.inTenants(tenantsOf(ranges), (transaction) =>
      transaction.query(REMOVE, [
        binaryArray.text(ranges.map((range) => range.tenant)),
        binaryArray.text(ranges.map((range) => range.stream)),
        binaryArray.int8(ranges.map((range) => range.lastSeq)),
      ]),
    );
  }

  async depth(): Promise<OutboxDepth> {
    const [row] = await this.database.asMaintenance<{ records: number; oldest_seconds: number }>(MEASURE, []);
    return { records: row?.records ?? 0, oldestSeconds: row?.oldest_seconds ?? 0 };
  }
}

/** How many records the ranges span. */
export function recordsIn(ranges: readonly OutboxRange[]): number {
  return ranges.reduce((sum, range) => sum + range.lastSeq - range.firstSeq + 1, 0);
}

/** The first ranges of each chain, up to `share` records and at least one range; chains take turns, those of each in their order. */
function sharesOf(ranges: readonly OutboxRange[], share: number): OutboxRange[] {
  const taken = new Map<string, number>();
  return ranges
    .map((range) => {
      const chain = `${range.tenant} ${range.stream}`;
      const before = taken.get(chain) ?? 0;
      taken.set(chain, before + recordsIn([range]));
      return { range, before };
    })
    .filter(({ before }) => before < share)
    .sort((a, b) => a.before - b.before)
    .map(({ range }) => range);
}

function rangeOf(row: RangeRow): OutboxRange {
  return {
    tenant: row.tenant_id,
    stream: row.stream,
    firstSeq: Number(row.first_seq),
    lastSeq: Number(row.last_seq),
  };
}

function tenantsOf(ranges: readonly OutboxRange[]): TenantId[] {
  return [...new Set(ranges.map((range) => range.tenant))];
}
