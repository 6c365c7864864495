import type { Database } from '@somabrain/database';
import type { Viewer } from '@somabrain/kernel';
import type { NamedAddress } from './link';
import { LOOK_UP } from '../postgres/memory-rows';
import { HOLDS } from './link-rows';
import { hasText } from './text-names';

const SELECT = `select m.id from memories m where ${hasText('$1', '$2', '$3')} and ${HOLDS}`;
// Backwards through the index of texts, so that of many that say the same only the newest is read.
const NEWEST = 'order by m.arrival desc limit 1';
const WITH_TEXT = { text: `${SELECT} ${NEWEST}` };
const WITH_TEXT_ALONE = {
  text: `${SELECT} and not exists (
      select from memories k where k.tenant_id = $1 ${LOOK_UP} and k.namespace = $2 and k.key = $3
        and (k.expires_at is null or k.expires_at > now())
    ) ${NEWEST}`,
};

/** The id of the newest memory with exactly this text that is seen and not closed, or null. @throws Problem DATABASE_UNAVAILABLE */
export function findByText(database: Database, viewer: Viewer, named: NamedAddress): Promise<string | null> {
  return idOf(WITH_TEXT, database, viewer, named);
}

/** The same, but null too where a memory has it as its key. @throws Problem DATABASE_UNAVAILABLE */
export function findByTextAlone(
  database: Database,
  viewer: Viewer,
  named: NamedAddress,
): Promise<string | null> {
  return idOf(WITH_TEXT_ALONE, database, viewer, named);
}

async function idOf(
  statement: { readonly text: string },
  database: Database,
  viewer: Viewer,
  { namespace, key }: NamedAddress,
): Promise<string | null> {
  const [row] = await database.readTenant(viewer, (transaction) =>
    transaction.query<{ id: string }>(statement, [viewer.tenant, namespace, key]),
  );
  return row?.id ?? null;
}
