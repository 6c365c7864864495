import type { TenantContext } from '@somabrain/kernel';
import { memoriesWithIds, type MemoryFilter, type MemoryService } from '@somabrain/memory';
import type { Reached } from './explore';

/** Nodes that are asked about at once: as many as a list may name. */
const AT_ONCE = 500;

/** Leaves of nodes, the cheapest first, those whose memories meet a filter. A key that no memory has meets none. @throws Problem as a list */
export async function meeting(
  memories: Pick<MemoryService, 'list'>,
  context: TenantContext,
  filter: MemoryFilter,
  nodes: readonly Reached[],
): Promise<Reached[]> {
  const met = new Set<string>();
  const ids = nodes.flatMap(({ node }) => node.id ?? []).slice(0, AT_ONCE);
  let cursor: string | null = null;
  do {
    if (ids.length === 0) break;
    // A page ends sooner where texts are long.
    const page = await memories.list(context, { ...memoriesWithIds(ids, { filter }), cursor });
    for (const { id, closed } of page.items) if (!closed) met.add(id);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return nodes.filter(({ node }) => node.id !== null && met.has(node.id));
}
