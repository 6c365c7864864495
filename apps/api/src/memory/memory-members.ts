import type { Memory } from '@somabrain/memory';
import { z } from 'zod';

export const dateTime = z.string().meta({ format: 'date-time' });

/** What every answer says of a memory beside its id and its text. What the memory does not have is absent. */
export const MEMORY_MEMBERS = {
  key: z.string().optional(),
  metadata: z.record(z.string(), z.unknown()).optional(),
  tags: z.array(z.string()).optional(),
  user_id: z.string().optional(),
  agent_id: z.string().optional(),
  session_id: z.string().optional(),
  speaker: z.string().optional(),
  memory_type: z.string(),
  importance: z.number(),
  occurred_at: dateTime.optional(),
  created_at: dateTime,
  version: z.int(),
};

/** The members of `MEMORY_MEMBERS` that a memory has. */
export function membersOf(memory: Memory) {
  const { key, metadata, tags, userId, agentId, sessionId, speaker, occurredAt } = memory;
  return {
    ...(key !== null && { key }),
    ...(Object.keys(metadata).length > 0 && { metadata }),
    ...(tags.length > 0 && { tags: [...tags] }),
    ...(userId !== null && { user_id: userId }),
    ...(agentId !== null && { agent_id: agentId }),
    ...(sessionId !== null && { session_id: sessionId }),
    ...(speaker !== null && { speaker }),
    memory_type: memory.memoryType,
    importance: memory.importance,
    ...(occurredAt !== null && { occurred_at: isoTime(occurredAt) }),
    created_at: isoTime(memory.createdAt),
    version: memory.version,
  };
}

export function isoTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
