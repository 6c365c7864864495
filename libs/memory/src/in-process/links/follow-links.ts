import type { Database, Statement, TenantTransaction } from '@somabrain/database';
import { isId, type Viewer } from '@somabrain/kernel';
import type { FollowQuery, Link } from '../../links';
import { LOOK_UP } from '../memory-rows';
import { LINK_COLUMNS, LINK_ENDS, linkOf, type LinkRow, LIVE, SEEN } from './link-rows';

const HEAVIEST =
  'and ($3::text[] is null or l.type = any ($3)) order by l.weight desc, l.type, l.target limit $4';

const OUT = {
  text: `
    select ${LINK_COLUMNS} from unnest($2::uuid[]) f (id)
      cross join lateral (
        select l.* from memory_links l where l.tenant_id = $1 and l.source_id = f.id ${HEAVIEST}
      ) l ${LINK_ENDS}
    where ${SEEN}`,
};

/** A memory is led to by its id and by its key. */
const IN = {
  text: `
    select ${LINK_COLUMNS} from unnest($2::uuid[]) f (id)
      cross join lateral (select m.* from memories m where m.tenant_id = $1 and m.id = f.id and ${LIVE} offset 0) t
      cross join lateral (
        select l.* from memory_links l
        where l.tenant_id = $1 ${LOOK_UP} and l.target = any (array['id:' || t.id, 'key:' || t.namespace || ' ' || t.key]) ${HEAVIEST}
      ) l ${LINK_ENDS}
    where ${SEEN} and coalesce(i.id, k.id) = t.id`,
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
