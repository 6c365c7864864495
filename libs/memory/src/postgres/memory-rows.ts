import type { JsonObject } from '@somabrain/kernel';
import type { Memory, NewMemory } from '../memory';
import { supersessionOf, type StoredSupersession } from '../consolidation/stored-supersession';

/** A memory as `MEMORY_COLUMNS` and the function `stored_memories` select it. */
export interface MemoryRecord {
  id: string;
  namespace: string;
  key: string | null;
  version: number;
  content: string;
  metadata: JsonObject;
  user_id: string | null;
  agent_id: string | null;
  session_id: string | null;
  position: string | null;
  speaker: string | null;
  tags: string[];
  memory_type: string;
  importance: number;
  occurred_ms: number | null;
  created_ms: number;
  updated_ms: number;
  expires_ms: number | null;
  closed: StoredSupersession | null;
}

/** What rows `m` of `memories` and of `memory_versions` have in common. */
export const STATE_COLUMNS = `m.namespace, m.key, m.version, m.content, m.metadata, m.user_id, m.agent_id, m.session_id, m."position",
  m.speaker, m.tags, m.memory_type, m.importance, ${epochMs('m.occurred_at')} as occurred_ms, ${epochMs('m.expires_at')} as expires_ms, m.closed`;

/** The columns of a row `m` of `memories`. */
export const MEMORY_COLUMNS = `m.id, ${STATE_COLUMNS}, ${epochMs('m.created_at')} as created_ms, ${epochMs('m.updated_at')} as updated_ms`;

/** The same of a row `m` of `memory_versions`, but for the time of creation, which its memory has. */
export const VERSION_COLUMNS = `m.memory_id as id, ${STATE_COLUMNS}, ${epochMs('m.recorded_at')} as updated_ms`;

/** Makes a memory of its row. */
export function memoryOf(row: MemoryRecord): Memory {
  return {
    id: row.id,
    namespace: row.namespace,
    key: row.key,
    version: row.version,
    content: row.content,
    metadata: row.metadata,
    userId: row.user_id,
    agentId: row.agent_id,
    sessionId: row.session_id,
    position: row.position === null ? null : Number(row.position),
    speaker: row.speaker,
    tags: row.tags,
    memoryType: row.memory_type,
    importance: row.importance,
    occurredAt: row.occurred_ms,
    createdAt: row.created_ms,
    updatedAt: row.updated_ms,
    expiresAt: row.expires_ms,
    closed: supersessionOf(row.closed),
  };
}

/** What a caller had set of a stored memory. @param ttlSeconds as it was set, which a `Memory` does not tell */
export function fieldsOf(memory: Memory, ttlSeconds: number | null): NewMemory {
  return {
    namespace: memory.namespace,
    key: memory.key,
    content: memory.content,
    metadata: memory.metadata,
    userId: memory.userId,
    agentId: memory.agentId,
    sessionId: memory.sessionId,
    position: memory.position,
    speaker: memory.speaker,
    tags: memory.tags,
    memoryType: memory.memoryType,
    importance: memory.importance,
    occurredAt: memory.occurredAt,
    ttlSeconds,
  };
}

/**
 * Follows the tenant that rows `m` of `memories` are compared with in a look-up by key, duplicate digest or coordinate: it makes the primary
 * key unfit, which the planner would take as gladly and read all of the tenant with.
 */
export const LOOK_UP = 'collate "POSIX"';

/** Milliseconds since the Unix epoch, which Node reads without a date parser. */
export function epochMs(column: string): string {
  return `(extract(epoch from ${column}) * 1000)::double precision`;
}
