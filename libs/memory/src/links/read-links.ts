import type { Database } from '@somabrain/database';
import { isId, type Viewer } from '@somabrain/kernel';
import type { Link, LinkQuery, MemoryAddress } from './link';
import type { Page } from '../listing/page';
import { SqlConditions } from '../postgres/memory-conditions';
import { severalNamed } from '../not-found';
import { LOOK_UP } from '../postgres/memory-rows';
import { CHOICE_ORDER, chosenOf, type NamedRow } from './choose-named';
import { decodeCursor, encodeCursor } from '../listing/page-cursor';
import { LINK_COLUMNS, LINK_ENDS, linkOf, type LinkRow, LIVE, SEEN } from './link-rows';
import { findByText } from './find-by-text';
import { idTarget, keyTarget } from './link-target';
import { textName } from './text-names';

/** A memory that is named by id, and every name that links may have for it. */
export interface LinkEnd {
  readonly id: string;
  readonly targets: readonly string[];
}

const COLUMNS = `m.id, m.namespace, m.key, m.user_id, m.agent_id, m.closed is not null as is_closed, ${textName('m')} as text`;
const END = {
  text: `select ${COLUMNS} from memories m where m.tenant_id = $1 and m.id = $2 and ${LIVE}`,
};
const END_WITH_KEY = {
  text: `select ${COLUMNS} from memories m
    where m.tenant_id = $1 ${LOOK_UP} and m.namespace = $2 and m.key = $3 and ${LIVE}
    ${CHOICE_ORDER}`,
};

interface EndRow extends NamedRow {
  namespace: string;
  key: string | null;
  text: string | null;
}

/** The memory at an address, or null. A coordinate has been resolved before. */
export async function findLinkEnd(
  database: Database,
  viewer: Viewer,
  address: Exclude<MemoryAddress, { coordinate: string }>,
): Promise<LinkEnd | null> {
  if ('id' in address) return endOf(database, viewer, END, [address.id]);
  const { namespace, key } = address;
  const withKey = await endOf(database, viewer, END_WITH_KEY, [namespace, key]);
  if (withKey) return withKey;
  const id = await findByText(database, viewer, address);
  return id === null ? null : endOf(database, viewer, END, [id]);
}

async function endOf(
  database: Database,
  viewer: Viewer,
  statement: { readonly text: string },
  values: readonly string[],
): Promise<LinkEnd | null> {
  if (statement === END && !values.every(isId)) return null;
  const rows = await database.readTenant(viewer, (transaction) =>
    transaction.query<EndRow>(statement, [viewer.tenant, ...values]),
  );
  const row = chosenOf(rows);
  if (row === 'several') throw severalNamed({ namespace: rows[0]?.namespace ?? '', key: '' });
  if (!row) return null;
  const names = [row.key, row.text].filter((name) => name !== null);
  return { id: row.id, targets: [idTarget(row.id), ...names.map((name) => keyTarget(row.namespace, name))] };
}

/**
 * A page of links whose source is there and not closed, and whose target is unless it is a name that no memory has.
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
