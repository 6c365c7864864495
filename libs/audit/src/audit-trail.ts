import { Injectable } from '@nestjs/common';
import { binaryArray, Database } from '@somabrain/database';
import { Problem, requireWholeTenant, type TenantId, type Viewer } from '@somabrain/kernel';
import type { AuditAction } from './audit-actions';
import { AUDIT_STREAMS, type AuditRecord, type AuditStream } from './audit-record';
import { decodeCursor, encodeCursor, mergeWindows, type TrailWindow } from './trail-page';

/** Which records, and how many of them. Times are milliseconds since the Unix epoch, inclusive. */
export interface TrailQuery {
  /** By default all three. */
  readonly stream?: AuditStream;
  readonly action?: AuditAction;
  readonly actor?: string;
  readonly resourceId?: string;
  readonly since?: number;
  readonly until?: number;
  /** 1 to 500. */
  readonly limit: number;
  /** The `nextCursor` of the page before. */
  readonly cursor?: string;
}

export interface TrailPage {
  readonly items: AuditRecord[];
  /** Null when there is nothing older. */
  readonly nextCursor: string | null;
}

const MAX_LIMIT = 500;
/** Records of a stream that one page looks through, so that what a rare filter costs stays bounded. */
const WINDOW = 20_000;

/**
 * In each stream the window before a place, by the primary key. A record's time is when its transaction began, which may differ from the
 * order of the chain by as long as a transaction may take: hence the minute.
 */
const LIST = {
  text: `
    select s.stream, w.before, w.oldest, o.time as oldest_time, coalesce(o.past, true) or w.oldest = 1 as last, a.record
    from unnest($2::text[], $3::int8[]) s (stream, before),
      lateral (
        select b.before, greatest(b.before - ${WINDOW}, 1) as oldest
        from (
          select coalesce(s.before, (
            select l.seq + 1 from audit_log l where l.tenant_id = $1 and l.stream = s.stream order by l.seq desc limit 1
          ), 1) as before
        ) b
      ) w
      left join lateral (
        select l.record ->> 'time' as time, coalesce(l.recorded_at < $7::timestamptz - interval '1 minute', false) as past
        from audit_log l where l.tenant_id = $1 and l.stream = s.stream and l.seq >= w.oldest order by l.seq limit 1
      ) o on true
      left join lateral (
        select l.seq, l.record from audit_log l
        where l.tenant_id = $1 and l.stream = s.stream and l.seq >= w.oldest and l.seq < w.before
          and ($4::text is null or l.record ->> 'action' = $4)
          and ($5::text is null or l.record ->> 'actor' = $5)
          and ($6::text is null or l.record -> 'resource' ->> 'id' = $6)
          and ($7::timestamptz is null or l.recorded_at >= $7)
          and ($8::timestamptz is null or date_trunc('milliseconds', l.recorded_at) <= $8)
        order by l.seq desc limit $9
      ) a on true
    order by s.stream, a.seq desc`,
};

interface TrailRow {
  stream: AuditStream;
  before: string;
  oldest: string;
  oldest_time: string | null;
  last: boolean;
  record: AuditRecord | null;
}

/** Reads a tenant's audit records. */
@Injectable()
export class AuditTrail {
  constructor(private readonly database: Database) {}

  /**
   * Records that match, newest first. Where few match, a page may hold fewer than `limit`, even none, and still have a next one: each looks
   * through 20,000 records of a stream at most.
   * @throws Problem POLICY_DENIED, VALIDATION_FAILED, CURSOR_INVALID, DATABASE_UNAVAILABLE
   */
  async list(viewer: Viewer, query: TrailQuery): Promise<TrailPage> {
    requireWholeTenant(viewer, 'The audit trail');
    const { tenant } = viewer;
    if (!Number.isInteger(query.limit) || query.limit < 1 || query.limit > MAX_LIMIT) {
      throw new Problem('VALIDATION_FAILED', `limit must be a whole number from 1 to ${MAX_LIMIT}`, {
        errors: [{ field: 'limit', message: `must be from 1 to ${MAX_LIMIT}` }],
      });
    }
    const rows = await this.database.readTenant(viewer, (transaction) =>
      transaction.query<TrailRow>(LIST, valuesOf(tenant, query)),
    );
    const { items, position } = mergeWindows(windowsOf(rows, query.limit), query.limit);
    return { items, nextCursor: encodeCursor(position) };
  }
}

function valuesOf(tenant: TenantId, query: TrailQuery): unknown[] {
  const wanted = query.stream ? [query.stream] : AUDIT_STREAMS;
  const position = query.cursor === undefined ? null : decodeCursor(query.cursor, wanted);
  const streams = wanted.filter((stream) => !position || position[stream] !== undefined);
  return [
    tenant,
    binaryArray.text(streams),
    binaryArray.int8(streams.map((stream) => position?.[stream] ?? null)),
    query.action ?? null,
    query.actor ?? null,
    query.resourceId ?? null,
    query.since === undefined ? null : new Date(query.since),
    query.until === undefined ? null : new Date(query.until),
    query.limit,
  ];
}

function windowsOf(rows: readonly TrailRow[], limit: number): TrailWindow[] {
  return AUDIT_STREAMS.flatMap((stream) => {
    const own = rows.filter((row) => row.stream === stream);
    const [first] = own;
    if (!first) return [];
    const records = own.flatMap((row) => row.record ?? []);
    return {
      stream,
      records,
      full: records.length === limit,
      before: Number(first.before),
      oldest: Number(first.oldest),
      oldestTime: first.oldest_time ?? '',
      last: first.last,
    };
  });
}
