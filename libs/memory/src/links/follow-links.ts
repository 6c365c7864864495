import type { Database, Statement, TenantTransaction } from '@somabrain/database';
import { isId, type Viewer } from '@somabrain/kernel';
import type { FollowQuery, Link } from './link';
import { LOOK_UP } from '../postgres/memory-rows';
import { HOLDS, LINK_COLUMNS, LINK_ENDS, linkOf, type LinkRow, SEEN, TARGET_ID } from './link-rows';
import { textName } from './text-names';

const OUT = {
  text: `select found.* from unnest($2::uuid[]) f (id), ${heaviest('l.tenant_id = $1 and l.source_id = f.id', SEEN)} found`,
};

/** A memory is led to by its id, by its key and by its text. */
const IN = {
  text: `
    select found.* from unnest($2::uuid[]) f (id),
      lateral (select m.* from memories m where m.tenant_id = $1 and m.id = f.id and ${HOLDS} offset 0) t,
      ${heaviest(
        `l.tenant_id = $1 ${LOOK_UP} and l.target = any (
          array['id:' || t.id, 'key:' || t.namespace || ' ' || t.key, 'key:' || t.namespace || ' ' || ${textName('t')}]
        )`,
        `${TARGET_ID} = t.id`,
      )} found`,
};

/** The links of memories whose both ends are seen, each once. @throws Problem DATABASE_UNAVAILABLE */
export async function followLinks(
  database: Database,
  viewer: Viewer,
  { ids, direction, types, each }: FollowQuery,
): Promise<Link[]> {
  const known = [...new Set(ids.filter(isId))];
  if (known.length === 0) return [];
  const read = (transaction: TenantTransaction, statement: Statement) =>
    transaction.query<LinkRow>(statement, [viewer.tenant, known, types, each]);
  const rows = await database.readTenant(viewer, async (transaction) => [
    ...(direction === 'in' ? [] : await read(transaction, OUT)),
    ...(direction === 'out' ? [] : await read(transaction, IN)),
  ]);
  const once = new Map(rows.map((row) => [`${row.source_id} ${row.type} ${row.target}`, row]));
  return [...once.values()].map(linkOf);
}

/**
 * The heaviest links. Their ends are looked up in that order until there are enough, so that what is not seen takes no room.
 * @param which links `l` are meant; @param seen what their ends must meet
 */
function heaviest(which: string, seen: string): string {
  const order = 'order by l.weight desc, l.type, l.target';
  return `lateral (
        select ${LINK_COLUMNS} from (
          select l.* from memory_links l where ${which} and ($3::text[] is null or l.type = any ($3)) ${order} offset 0
        ) l ${LINK_ENDS}
        where ${seen} ${order} limit $4
      )`;
}
