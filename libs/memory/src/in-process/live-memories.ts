import type { Database } from '@somabrain/database';
import type { JsonObject, TenantId } from '@somabrain/kernel';
import type { Memory } from '../memory';

interface LiveRow {
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
}

const LIVE_MEMORIES = { name: 'live-memories', text: `select * from live_memories($1, $2::uuid[])` };

/** Reads memories that are not expired, by id. One statement. */
export async function readLiveMemories(
  database: Database,
  tenant: TenantId,
  ids: readonly string[],
): Promise<Map<string, Memory>> {
  if (ids.length === 0) return new Map();
  const rows = await database.query<LiveRow>(LIVE_MEMORIES, [tenant, ids]);
  return new Map(rows.map((row) => [row.id, memoryOf(row)]));
}

function memoryOf(row: LiveRow): Memory {
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
  };
}
