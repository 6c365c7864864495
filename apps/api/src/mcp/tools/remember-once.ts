import { createHash } from 'node:crypto';
import { canonicalJson, filterOf, type JsonValue, Problem, type TenantContext } from '@somabrain/kernel';
import type { MemoryService, NewMemory, Queued, Remembered } from '@somabrain/memory';

/** Memories that were stored by equal calls and have gone or changed since, at most, before a call is taken for a new one. */
const MAX_EARLIER = 8;

/**
 * Stores a memory so that a repeat of the call by the same caller within 24 hours stores nothing. In a session the store does not take equal
 * words for the same, as two people may both say "yes"; agents repeat calls whose answer they lost. The key of the request is made of what it
 * stores. What has gone or has been changed since is stored anew.
 * @throws Problem as `MemoryService.remember`
 */
export async function rememberOnce(
  memories: MemoryService,
  context: TenantContext,
  memory: NewMemory,
): Promise<Remembered | Queued> {
  if (!mayBeTwice(memory)) return memories.remember(context, memory);
  const { visibility } = context;
  // Who sees a part of the tenant, such as one user of it, stores in that part.
  const sight = visibility ? filterOf(visibility) : null;
  let key = keyOf([JSON.parse(JSON.stringify(memory)) as JsonValue, sight]);
  for (let earlier = 0; earlier < MAX_EARLIER; earlier++) {
    const remembered = await memories.remember(context, memory, { idempotencyKey: key });
    if (!remembered.replayed || remembered.status === 'queued') return remembered;
    if (await stillSays(memories, context, remembered.id, memory.content)) return remembered;
    key = keyOf([key, remembered.id]);
  }
  return memories.remember(context, memory);
}

/** Whether the store keeps a second memory that says the same: of a session, with nothing that gives it a place. */
function mayBeTwice({ sessionId, key, position, occurredAt }: NewMemory): boolean {
  return sessionId !== null && key === null && position === null && occurredAt === null;
}

async function stillSays(
  memories: MemoryService,
  context: TenantContext,
  id: string,
  content: string,
): Promise<boolean> {
  try {
    const memory = await memories.get(context, id);
    return memory.closed === null && memory.content === content;
  } catch (error) {
    if (error instanceof Problem && error.code === 'MEMORY_NOT_FOUND') return false;
    throw error;
  }
}

/** With a prefix that keeps it apart from the keys that callers choose. */
function keyOf(value: JsonValue): string {
  return `mcp:${createHash('sha256').update(canonicalJson(value)).digest('hex')}`;
}
