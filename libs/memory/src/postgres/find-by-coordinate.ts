import type { Database } from '@somabrain/database';
import type { Viewer } from '@somabrain/kernel';
import { packCoordinate } from '../coordinate';
import { CHOICE_ORDER, chosenOf, type NamedRow } from '../links/choose-named';
import { severalAt } from '../validation/checked-address';
import { LOOK_UP } from './memory-rows';

// The condition on the length holds for every row and is what the partial index asks for.
const FIND = {
  text: `select m.id, m.user_id, m.agent_id, m.closed is not null as is_closed from memories m
    where m.tenant_id = $1 ${LOOK_UP} and m.coordinate = $2 and octet_length(m.coordinate) = 12
      and (m.expires_at is null or m.expires_at > now())
    ${CHOICE_ORDER}`,
};

/**
 * The id of the memory at a coordinate, or null: users with one key have one coordinate, which then means the memory without a user.
 * @param coordinate "x,y,z", as `coordinateOf` makes it; @throws Problem VALIDATION_FAILED where it means none of several
 */
export async function findByCoordinate(
  database: Database,
  viewer: Viewer,
  coordinate: string,
): Promise<string | null> {
  const packed = packCoordinate(coordinate);
  if (!packed) return null;
  const rows = await database.readTenant(viewer, (transaction) =>
    transaction.query<NamedRow>(FIND, [viewer.tenant, packed]),
  );
  const row = chosenOf(rows);
  if (row === 'several') throw severalAt();
  return row?.id ?? null;
}
