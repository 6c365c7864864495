import type { Database } from '@somabrain/database';
import type { Viewer } from '@somabrain/kernel';
import type { Page } from '../listing/page';
import { decodeCursor, encodeCursor } from '../listing/page-cursor';
import { memoryConditions } from '../postgres/memory-conditions';
import type { Scope, ScopeKind, ScopeQuery } from './scope';

/** The name of a scope in a row `m`, and what has to be joined for it. */
const NAMES: Readonly<Record<ScopeKind, { readonly name: string; readonly join?: string }>> = {
  namespace: { name: 'm.namespace' },
  user: { name: 'm.user_id' },
  agent: { name: 'm.agent_id' },
  session: { name: 'm.session_id' },
  tag: { name: 't.tag', join: 'cross join lateral jsonb_array_elements_text(m.tags) as t (tag)' },
};
/** Names are sorted by their bytes: then every database gives the same pages. */
const ORDER = 'collate "C"';

interface ScopeRow {
  name: string;
  memories: number;
  last_used_at: Date;
}

/** A page of the scopes that memories are in, by name. Expired and superseded memories do not count. @throws Problem CURSOR_INVALID */
export async function listScopes(
  database: Database,
  viewer: Viewer,
  { kind, namespace, filter, limit, cursor }: ScopeQuery,
): Promise<Page<Scope>> {
  const { name, join = '' } = NAMES[kind];
  const conditions = memoryConditions(viewer.tenant, { namespace, key: null, filter })
    .add('(m.expires_at is null or m.expires_at > now())')
    .add('m.closed is null')
    .add(`${name} is not null`);
  if (cursor !== null) conditions.add(`${name} ${ORDER} > ?`, String(decodeCursor(kind, cursor)));
  const statement = {
    text: `
      select ${name} as name, count(*)::integer as memories, max(m.updated_at) as last_used_at
      from memories m ${join} where ${conditions.sql}
      group by ${name} order by ${name} ${ORDER} limit ${limit + 1}`,
  };
  const rows = await database.readTenant(viewer, (transaction) =>
    transaction.query<ScopeRow>(statement, conditions.values),
  );
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  return { items: page.map(scopeOf), nextCursor: last ? encodeCursor(kind, last.name) : null };
}

function scopeOf({ name, memories, last_used_at: lastUsedAt }: ScopeRow): Scope {
  return { name, memories, lastUsedAt: lastUsedAt.getTime() };
}
