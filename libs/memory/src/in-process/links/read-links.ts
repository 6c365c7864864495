import type { Database } from '@somabrain/database';
import { isId, type Viewer } from '@somabrain/kernel';
import type { Link, LinkQuery, MemoryAddress } from '../../links';
import type { Page } from '../../page';
import { SqlConditions } from '../memory-conditions';
import { LOOK_UP } from '../memory-rows';
import { decodeCursor, encodeCursor } from '../page-cursor';
import { LINK_COLUMNS, LINK_ENDS, linkOf, type LinkRow, LIVE, SEEN } from './link-rows';
import { idTarget, keyTarget } from './link-target';

/** A memory that is named by id, and every name that links may have for it. */
export interface LinkEnd {
  readonly id: string;
  readonly targets: readonly string[];
}

const END = {
  text: `select m.id, m.namespace, m.key from memories m where m.tenant_id = $1 and m.id = $2 and ${LIVE}`,
};
const END_WITH_KEY = {
  text: `select m.id, m.namespace, m.key from memories m
    where m.tenant_id = $1 ${LOOK_UP} and m.namespace = $2 and m.key = $3 and ${LIVE}
    order by m.closed is not null, m.arrival limit 1`,
};

/** The memory at an address, or null. A coordinate has been resolved before. */
export async function findLinkEnd(
  database: Database,
  viewer: Viewer,
  address: Exclude<MemoryAddress, { coordinate: string }>,
): Promise<LinkEnd | null> {
  if ('id' in address && !isId(address.id)) return null;
  const [statement, values] =
    'id' in address
      ? [END, [viewer.tenant, address.id]]
      : [END_WITH_KEY, [viewer.tenant, address.namespace, address.key]];
  const [row] = await database.readTenant(viewer, (transaction) =>
    transaction.query<{ id: string; namespace: string; key: string | null }>(statement, values),
  );
  if (!row) return null;
  const named = row.key === null ? [] : [keyTarget(row.namespace, row.key)];
  return { id: row.id, targets: [idTarget(row.id), ...named] };
}

/**
 * A page of links whose source is there and not closed, and whose target is unless it is a key that no memory has.
 * @param ends the memories that the query names, resolved
 * @throws Problem CURSOR_INVALID, DATABASE_UNAVAILABLE
 */
export async function readLinks(
  database: Database,
  viewer: Viewer,
  query: LinkQuery,
  ends: { readonly source: LinkEnd | null; readonly targets: readonly string[] | null },
): Promise<Page<Link>> {
  const after = query.cursor === null ? null : placeOf(query.cursor);
  const conditions = new SqlConditions()
    .add(ends.targets ? `l.tenant_id = ? ${LOOK_UP}` : 'l.tenant_id = ?', viewer.tenant)
    .add('l.source_id = ?', ends.source?.id)
    .add('l.target = any (?::text[])', ends.targets)
    .add('s.namespace = ?', query.namespace)
    .add('l.type = ?', query.type)
    .add('(l.source_id, l.type, l.target) > (?::uuid, ?, ?)', ...(after ?? [null]));
  const text = `
    select ${LINK_COLUMNS} from memory_links l ${LINK_ENDS}
    where ${conditions.sql} and ${SEEN}
    order by l.source_id, l.type, l.target limit ${query.limit + 1}`;
  const rows = await database.readTenant(viewer, (transaction) =>
    transaction.query<LinkRow>({ text }, conditions.values),
  );
  const page = rows.slice(0, query.limit);
  const last = rows.length > query.limit ? page.at(-1) : undefined;
  return {
    items: page.map(linkOf),
    nextCursor: last ? encodeCursor('link', `${last.source_id} ${last.type} ${last.target}`) : null,
  };
}

/** @throws Problem CURSOR_INVALID */
function placeOf(cursor: string): [string, string, string] {
  const place = String(decodeCursor('link', cursor));
  const [sourceId = '', type = ''] = place.split(' ', 2);
  if (!isId(sourceId)) decodeCursor('link', '');
  return [sourceId, type, place.slice(sourceId.length + type.length + 2)];
}
