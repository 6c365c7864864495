import type { Database, TenantTransaction } from '@somabrain/database';
import type { Viewer } from '@somabrain/kernel';
import type { ListQuery, MemoryPage } from '../memory';
import { type BoundedRow, boundedPage, rowsOfPage } from './bounded-page';
import { memoryConditions, type SqlConditions } from '../postgres/memory-conditions';
import { MEMORY_COLUMNS, memoryOf, type MemoryRecord } from '../postgres/memory-rows';
import { listOrderOf, type PageOrder } from './list-order';

interface ListedRow extends MemoryRecord, BoundedRow {
  arrival: string;
  sort_key: string | null;
}

const LIVE = '(m.expires_at is null or m.expires_at > now())';

/** What else a list leaves out. */
export interface ListScope {
  /** Memories that another one superseded. */
  readonly superseded: boolean;
}

/** A page of the memories that meet the conditions. It ends sooner where texts are long. @throws Problem CURSOR_INVALID */
export async function listMemories(
  database: Database,
  viewer: Viewer,
  query: ListQuery,
  { superseded }: ListScope = { superseded: true },
): Promise<MemoryPage> {
  const order = listOrderOf(query);
  const after = query.cursor === null ? null : order.placeOf(query.cursor);
  const conditions = () => {
    const asked = memoryConditions(viewer.tenant, query);
    return superseded ? asked : asked.add('m.closed is null');
  };
  return database.readTenant(viewer, async (transaction) => {
    const rows = await transaction.query<ListedRow>(
      ...pageStatement(conditions(), order, after, query.limit + 1),
    );
    const total = query.total ? await count(transaction, conditions()) : null;
    const { page, hasMore } = rowsOfPage(rows, query.limit);
    const last = hasMore ? page.at(-1) : undefined;
    return { items: page.map(memoryOf), nextCursor: last ? order.cursorOf(last) : null, total };
  });
}

function pageStatement(
  conditions: SqlConditions,
  order: PageOrder,
  after: readonly (string | number)[] | null,
  limit: number,
): [{ text: string }, unknown[]] {
  if (after) conditions.add(order.behind, ...after);
  const rows = `
    select * from memories m where ${conditions.sql} and ${LIVE} ${order.needs} order by ${order.sql} limit ${limit}`;
  const columns = `m.arrival, ${order.key} as sort_key, ${MEMORY_COLUMNS}`;
  return [{ text: boundedPage(columns, rows, order.sql) }, conditions.values];
}

async function count(transaction: TenantTransaction, { sql, values }: SqlConditions): Promise<number> {
  const statement = { text: `select count(*)::integer as total from memories m where ${sql} and ${LIVE}` };
  const [row] = await transaction.query<{ total: number }>(statement, values);
  return row?.total ?? 0;
}
