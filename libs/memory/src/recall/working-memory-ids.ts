import type { Database } from '@somabrain/database';
import type { Viewer } from '@somabrain/kernel';
import type { WorkingMemoryMatch } from '@somabrain/retrieval';
import type { WorkingMemoryHit, RecallQuery } from '../memory';
import { readLiveMemories } from '../postgres/live-memories';
import { meetsFilter } from './memory-filter';

/** Reads the memories in mind that are closest to the question. One that is gone, closed or elsewhere by now is left out. */
export async function readWorkingMemoryHits(
  database: Database,
  viewer: Viewer,
  { limit, filter }: RecallQuery,
  ranked: readonly WorkingMemoryMatch[],
  namespaces: ReadonlySet<string>,
): Promise<WorkingMemoryHit[]> {
  const close = ranked.filter(({ similarity }) => similarity > 0).slice(0, limit);
  const ids = close.map(({ id }) => id);
  const memories = await readLiveMemories(database, viewer, ids);
  return close.flatMap(({ id, similarity }) => {
    const memory = memories.get(id);
    if (!memory || !namespaces.has(memory.namespace) || memory.closed || !meetsFilter(memory, filter))
      return [];
    return { memory, score: Math.min(1, similarity) };
  });
}
