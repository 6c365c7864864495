import type { Database } from '@somabrain/database';
import { isId, type Viewer } from '@somabrain/kernel';
import type { Link, LinkQuery, LinkType, MemoryAddress } from '../../links';
import type { Page } from '../../page';
import { SqlConditions } from '../memory-conditions';
import { LOOK_UP } from '../memory-rows';
import { decodeCursor, encodeCursor } from '../page-cursor';
import { decodeTarget, idTarget, keyTarget } from './link-target';

interface LinkRow {
  source_id: string;
  source_namespace: string;
  source_key: string | null;
  type: LinkType;
  target: string;
  weight: number;
  target_id: string | null;
  target_namespace: string | null;
  target_key: string | null;
}

/** A memory that is named by id, and every name that links may have for it. */
export interface LinkEnd {
  readonly id: string;
  readonly targets: readonly string[];
}

const LIVE = '(m.expires_at is null or m.expires_at > now())';
const END = {
  text: `select m.id, m.namespace, m.key from memories m where m.tenant_id = $1 and m.id = $2 and ${LIVE}`,
};
const END_WITH_KEY = {
  text: `select m.id, m.namespace, m.key from memories m
    where m.tenant_id = $1 ${LOOK_UP} and m.namespace = $2 and m.key = $3 and ${LIVE}
    order by m.arrival limit 1`,
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
 * A page of links whose source is live, and whose target is unless it is a key that no memory has.
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
    select l.source_id, s.namespace as source_namespace, s.key as source_key, l.type, l.target, l.weight,
      coalesce(i.id, k.id) as target_id, coalesce(i.namespace, k.namespace) as target_namespace, coalesce(i.key, k.key) as target_key
    from memory_links l
      join lateral (select m.* from memories m where m.tenant_id = l.tenant_id and m.id = l.source_id and ${LIVE} offset 0) s on true
      left join lateral (
        select m.id, m.namespace, m.key from memories m
        where m.tenant_id = l.tenant_id and m.id = case when l.target like 'id:%' then substr(l.target, 4)::uuid end and ${LIVE} offset 0
      ) i on true
      left join lateral (
        select m.id, m.namespace, m.key from memories m
        where m.tenant_id = l.tenant_id ${LOOK_UP} and m.namespace = split_part(substr(l.target, 5), ' ', 1)
          and m.key = substr(l.target, strpos(l.target, ' ') + 1) and ${LIVE} order by m.arrival limit 1
      ) k on l.target like 'key:%'
    where ${conditions.sql} and (l.target like 'key:%' or i.id is not null)
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

function linkOf(row: LinkRow): Link {
  const named = decodeTarget(row.target);
  return {
    sourceId: row.source_id,
    sourceNamespace: row.source_namespace,
    sourceKey: row.source_key,
    targetId: row.target_id,
    targetNamespace: row.target_namespace ?? ('key' in named ? named.namespace : row.source_namespace),
    targetKey: row.target_key ?? ('key' in named ? named.key : null),
    type: row.type,
    weight: row.weight,
  };
}

/** @throws Problem CURSOR_INVALID */
function placeOf(cursor: string): [string, string, string] {
  const place = String(decodeCursor('link', cursor));
  const [sourceId = '', type = ''] = place.split(' ', 2);
  if (!isId(sourceId)) decodeCursor('link', '');
  return [sourceId, type, place.slice(sourceId.length + type.length + 2)];
}
