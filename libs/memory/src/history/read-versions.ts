import { binaryArray, type Database } from '@somabrain/database';
import type { Viewer } from '@somabrain/kernel';
import type { Memory } from '../memory';
import { epochMs, MEMORY_COLUMNS, memoryOf, type MemoryRecord, STATE_COLUMNS } from '../postgres/memory-rows';

const AT_VERSIONS = {
  text: `
    select ${MEMORY_COLUMNS} from unnest($2::uuid[], $3::integer[]) w (id, version),
      lateral (select * from memories m where m.tenant_id = $1 and m.id = w.id offset 0) m where m.version = w.version
    union all
    select m.memory_id, ${STATE_COLUMNS}, ${epochMs('p.created_at')}, ${epochMs('m.recorded_at')}
    from unnest($2::uuid[], $3::integer[]) w (id, version),
      lateral (select * from memory_versions v where v.tenant_id = $1 and v.memory_id = w.id and v.version = w.version offset 0) m,
      lateral (select p.created_at from memories p where p.tenant_id = $1 and p.id = w.id offset 0) p`,
};

/** Memories in given versions, present or past, by id. @throws Problem DATABASE_UNAVAILABLE */
export async function readAtVersions(
  database: Database,
  viewer: Viewer,
  wanted: readonly { readonly id: string; readonly version: number }[],
): Promise<Map<string, Memory>> {
  if (wanted.length === 0) return new Map();
  const rows = await database.readTenant(viewer, (transaction) =>
    transaction.query<MemoryRecord>(AT_VERSIONS, [
      viewer.tenant,
      binaryArray.uuid(wanted.map(({ id }) => id)),
      wanted.map(({ version }) => version),
    ]),
  );
  return new Map(rows.map((row) => [row.id, memoryOf(row)]));
}
