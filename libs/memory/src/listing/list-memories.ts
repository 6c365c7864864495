import type { Database, TenantTransaction } from '@somabrain/database';
import { isId, type Viewer } from '@somabrain/kernel';
import type { ListQuery, MemoryPage } from '../memory';
import { type BoundedRow, boundedPage, rowsOfPage } from './bounded-page';
import { memoryConditions, type SqlConditions } from '../postgres/memory-conditions';
import { MEMORY_COLUMNS, memoryOf, type MemoryRecord } from '../postgres/memory-rows';
import { decodeCursor, encodeCursor } from './page-cursor';

/** Inside a namespace the order is that of arrival, which has an index there; over all of them that of the ids, which begin with the time. */
type Order = 'arrival' | 'id';

interface ListedRow extends MemoryRecord, BoundedRow {
  arrival: string;
}

const LIVE = '(m.expires_at is null or m.expires_at > now())';

/** A page of the memories that meet the conditions, newest first. It ends sooner where texts are long. @throws Problem CURSOR_INVALID */
export async function listMemories(
  database: Database,
  viewer: Viewer,
  query: ListQuery,
): Promise<MemoryPage> {
  const order: Order = query.namespace === null ? 'id' : 'arrival';
  const before = query.cursor === null ? null : placeOf(order, query.cursor);
  return database.readTenant(viewer, async (transaction) => {
    const rows = await transaction.query<ListedRow>(
      ...pageStatement(memoryConditions(viewer.tenant, query), order, before, query.limit + 1),
    );
    const total = query.total ? await count(transaction, memoryConditions(viewer.tenant, query)) : null;
    const { page, hasMore } = rowsOfPage(rows, query.limit);
    const last = hasMore ? page.at(-1) : undefined;
    return {
      items: page.map(memoryOf),
      nextCursor: last ? encodeCursor(order, order === 'id' ? last.id : Number(last.arrival)) : null,
      total,
    };
  });
}

function placeOf(order: Order, cursor: string): string | number {
  const place = decodeCursor(order, cursor);
  const fits = order === 'id' ? typeof place === 'string' && isId(place) : typeof place === 'number';
  return fits ? place : decodeCursor(order, '');
}

function pageStatement(
  conditions: SqlConditions,
  order: Order,
  before: string | number | null,
  limit: number,
): [{ text: string }, unknown[]] {
  conditions.add(`m.${order} < ?`, before);
  // `arrival > 0` holds for every row and is what the partial index of arrivals asks for.
  const newest = `m.${order} desc`;
  const rows = `
    select * from memories m
    where ${conditions.sql} and ${LIVE} ${order === 'arrival' ? 'and m.arrival > 0' : ''}
    order by ${newest} limit ${limit}`;
  return [{ text: boundedPage(`m.arrival, ${MEMORY_COLUMNS}`, rows, newest) }, conditions.values];
}

async function count(transaction: TenantTransaction, { sql, values }: SqlConditions): Promise<number> {
  const statement = { text: `select count(*)::integer as total from memories m where ${sql} and ${LIVE}` };
  const [row] = await transaction.query<{ total: number }>(statement, values);
  return row?.total ?? 0;
}
