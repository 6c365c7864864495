import type { Database } from '@somabrain/database';
import type { Viewer } from '@somabrain/kernel';
import type { Memory, MemoryFilter } from '../memory';
import { SqlConditions } from '../postgres/memory-conditions';
import { MEMORY_COLUMNS, memoryOf, type MemoryRecord } from '../postgres/memory-rows';
import type { Exported } from './export-lines';
import type { ExportQuery } from './transfer';

/** Rows a page at most, and characters of text after which it ends sooner. */
const PAGE_ROWS = 500;
const PAGE_CHARACTERS = 4_000_000;

/** What an export covers: what had arrived when it began. */
export interface ExportScope extends Viewer {
  readonly namespace: string | null;
  readonly filter: MemoryFilter;
  readonly lastArrival: number;
}

/** The place of a memory in the order of an export. */
export interface ExportPlace {
  readonly namespace: string;
  readonly arrival: number;
}

export interface ExportPage {
  readonly memories: readonly Exported<Memory>[];
  /** Where the next page begins; null after the last. */
  readonly next: ExportPlace | null;
}

interface ExportRow extends MemoryRecord {
  arrival: string;
  ttl_seconds: string | null;
}

const LIVE = '(m.expires_at is null or m.expires_at > now())';
const HEAD = { text: `select change_seq from tenant_heads where tenant_id = $1` };

/** What an export that begins now covers, and how many memories that is. @throws Problem DATABASE_UNAVAILABLE */
export async function openScope(
  database: Database,
  viewer: Viewer,
  { namespace, filter = {} }: ExportQuery,
): Promise<{ scope: ExportScope; memories: number }> {
  return database.readTenant(viewer, async (transaction) => {
    const [head] = await transaction.query<{ change_seq: string }>(HEAD, [viewer.tenant]);
    const scope = { ...viewer, namespace, filter, lastArrival: Number(head?.change_seq ?? 0) };
    const { sql, values } = conditionsOf(scope);
    const text = `select count(*)::integer as memories from memories m where ${sql} and ${LIVE}`;
    const [row] = await transaction.query<{ memories: number }>({ text }, values);
    return { scope, memories: row?.memories ?? 0 };
  });
}

/** Memories of the scope in the order of namespace and arrival. @throws Problem DATABASE_UNAVAILABLE */
export async function readExportPage(
  database: Database,
  scope: ExportScope,
  after: ExportPlace | null,
): Promise<ExportPage> {
  const conditions = conditionsOf(scope).add(
    '(m.namespace, m.arrival) > (?, ?)',
    after?.namespace,
    after?.arrival,
  );
  const text = `
    select m.arrival, m.ttl_seconds, ${MEMORY_COLUMNS}
    from (
      select m.*, sum(length(m.content)) over (order by m.namespace, m.arrival) - length(m.content) as before
      from (
        select * from memories m where ${conditions.sql} and ${LIVE} order by m.namespace, m.arrival limit ${PAGE_ROWS}
      ) m
    ) m
    where m.before < ${PAGE_CHARACTERS} order by m.namespace, m.arrival`;
  const rows = await database.readTenant(scope, (transaction) =>
    transaction.query<ExportRow>({ text }, conditions.values),
  );
  const last = rows.at(-1);
  return {
    memories: rows.map((row) => ({ item: memoryOf(row), ttlSeconds: numberOf(row.ttl_seconds) })),
    next: last ? { namespace: last.namespace, arrival: Number(last.arrival) } : null,
  };
}

function conditionsOf({ tenant, namespace, filter, lastArrival }: ExportScope): SqlConditions {
  return new SqlConditions()
    .add('m.tenant_id = ?', tenant)
    .add('m.namespace = ?', namespace)
    .add('m.arrival > 0 and m.arrival <= ?', lastArrival)
    .meets(filter);
}

function numberOf(text: string | null): number | null {
  return text === null ? null : Number(text);
}
