import type { Database } from '@somabrain/database';
import type { Viewer } from '@somabrain/kernel';
import type { ActivatedMemory } from '../links/activate-hits';
import { type ReadMemory, readRecalledMemories } from '../postgres/recalled-memories';
import type { MemoryCache, MemoryState } from './memory-cache';

/**
 * Reads the memories of hits that are not expired, by id. One statement at most.
 * @param cache null: all are read from the database, which tells what may be superseded
 * @throws Problem DATABASE_UNAVAILABLE
 */
export async function readHits(
  database: Database,
  cache: MemoryCache | null,
  viewer: Viewer,
  hits: readonly ActivatedMemory[],
): Promise<Map<string, ReadMemory>> {
  const found = new Map<string, ReadMemory>();
  const unknown: ActivatedMemory[] = [];
  for (const hit of hits) {
    const state = stateOf(viewer, hit);
    const memory = state && cache?.get(state);
    if (memory) found.set(hit.id, { memory, maybeSuperseded: false });
    else unknown.push(hit);
  }
  const read = await readRecalledMemories(
    database,
    viewer,
    unknown.map(({ id }) => id),
  );
  for (const hit of unknown) {
    const each = read.get(hit.id);
    if (!each) continue;
    found.set(hit.id, each);
    const state = stateOf(viewer, hit);
    if (state?.version === each.memory.version) cache?.keep(state, each.memory);
  }
  return found;
}

/** Null for a hit that only a link led to: which state it has is not known. */
function stateOf({ tenant }: Viewer, { arrival, version }: ActivatedMemory): MemoryState | null {
  return arrival === null || version === null ? null : { tenant, arrival, version };
}
