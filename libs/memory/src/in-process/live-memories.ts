import type { Database } from '@somabrain/database';
import type { TenantId } from '@somabrain/kernel';
import type { Memory } from '../memory';
import { memoryOf, type MemoryRecord } from './memory-rows';

const LIVE_MEMORIES = { name: 'live-memories', text: `select * from live_memories($1, $2::uuid[])` };

/** Reads memories that are not expired, by id. One statement. */
export async function readLiveMemories(
  database: Database,
  tenant: TenantId,
  ids: readonly string[],
): Promise<Map<string, Memory>> {
  if (ids.length === 0) return new Map();
  const rows = await database.query<MemoryRecord>(LIVE_MEMORIES, [tenant, ids]);
  return new Map(rows.map((row) => [row.id, memoryOf(row)]));
}
