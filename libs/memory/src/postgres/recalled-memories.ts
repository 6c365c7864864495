import { type Database, filterSetting } from '@somabrain/database';
import type { Viewer } from '@somabrain/kernel';
import type { Memory } from '../memory';
import { asViewer, boundTo } from '../recall/as-viewer';
import { memoryOf, type MemoryRecord } from './memory-rows';

const RECALLED_MEMORIES = {
  name: 'recalled-memories',
  text: `select f.* from ${asViewer('$3')} recalled_memories(${boundTo('$1')}, $2::uuid[]) f`,
};

/** A memory as a recall reads it. */
export interface ReadMemory {
  readonly memory: Memory;
  /** Whether a link of the type `supersedes` has a name of the memory. It may mean another, and its source may be gone. */
  readonly maybeSuperseded: boolean;
}

/** Reads memories that are not expired, by id. One statement. */
export async function readRecalledMemories(
  database: Database,
  viewer: Viewer,
  ids: readonly string[],
): Promise<Map<string, ReadMemory>> {
  if (ids.length === 0) return new Map();
  const rows = await database.query<MemoryRecord & { superseded: boolean }>(RECALLED_MEMORIES, [
    viewer.tenant,
    ids,
    filterSetting(viewer.visibility),
  ]);
  return new Map(
    rows.map((row) => [row.id, { memory: memoryOf(row), maybeSuperseded: row.superseded }] as const),
  );
}
