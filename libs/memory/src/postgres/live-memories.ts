import { type Database, filterSetting } from '@somabrain/database';
import type { Viewer } from '@somabrain/kernel';
import type { Memory } from '../memory';
import { asViewer, boundTo } from '../recall/as-viewer';
import { memoryOf, type MemoryRecord } from './memory-rows';

const LIVE_MEMORIES = {
  name: 'stored-memories',
  text: `select f.* from ${asViewer('$3')} stored_memories(${boundTo('$1')}, $2::uuid[]) f`,
};

/** Reads memories that are not expired, by id. One statement. */
export async function readLiveMemories(
  database: Database,
  viewer: Viewer,
  ids: readonly string[],
): Promise<Map<string, Memory>> {
  if (ids.length === 0) return new Map();
  const rows = await database.query<MemoryRecord>(LIVE_MEMORIES, [
    viewer.tenant,
    ids,
    filterSetting(viewer.visibility),
  ]);
  return new Map(rows.map((row) => [row.id, memoryOf(row)]));
}
