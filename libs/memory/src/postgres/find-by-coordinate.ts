import type { Database } from '@somabrain/database';
import type { Viewer } from '@somabrain/kernel';
import { LOOK_UP } from './memory-rows';

// The condition on the length holds for every row and is what the partial index asks for.
const FIND = {
  text: `select id from memories m
    where m.tenant_id = $1 ${LOOK_UP} and m.coordinate = $2 and octet_length(m.coordinate) = 12
      and (m.expires_at is null or m.expires_at > now())
    order by m.closed is not null, m.arrival limit 1`,
};

/** The id of the memory at a coordinate, or null. @param coordinate as `packCoordinate` makes it */
export async function findByCoordinate(
  database: Database,
  viewer: Viewer,
  coordinate: Buffer,
): Promise<string | null> {
  const rows = await database.readTenant(viewer, (transaction) =>
    transaction.query<{ id: string }>(FIND, [viewer.tenant, coordinate]),
  );
  return rows[0]?.id ?? null;
}
