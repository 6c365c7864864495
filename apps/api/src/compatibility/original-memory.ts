import { coordinateOf, type Memory, type MemoryVersion } from '@somabrain/memory';
import { isoTime } from '../memory/memory-members';
import { toMemoryAnswer, toVersionAnswer } from '../memory/to-answer';

export type OriginalMemory = ReturnType<typeof toOriginalMemory>;

/** One memory as it is read, in the form of the original: its text under every name, and null for what it does not have. */
export function toOriginalMemory(memory: Memory, tenant: string) {
  const { closed } = toMemoryAnswer(memory);
  return {
    ...originalFields(memory, tenant),
    namespace: memory.namespace,
    tenant,
    position: memory.position,
    updated_at: isoTime(memory.updatedAt),
    expires_at: optionalTime(memory.expiresAt),
    ...(closed && { closed: { superseded_by: null, ...closed } }),
  };
}

/** One version of a memory, in the same form. */
export function toOriginalVersion(version: MemoryVersion, tenant: string) {
  const { recorded_at, replaced_at = null } = toVersionAnswer(version);
  return { ...toOriginalMemory(version.memory, tenant), recorded_at, replaced_at };
}

/** The fields of a memory, those that are null included. */
export function originalFields(memory: Memory, tenant: string) {
  const { content, metadata } = memory;
  return {
    id: memory.id,
    content,
    task: typeof metadata.task === 'string' ? metadata.task : content,
    text: typeof metadata.text === 'string' ? metadata.text : content,
    metadata,
    key: memory.key,
    coordinate: coordinateOf(tenant, memory.namespace, memory.key ?? memory.id),
    user_id: memory.userId,
    agent_id: memory.agentId,
    session_id: memory.sessionId,
    speaker: memory.speaker,
    tags: [...memory.tags],
    memory_type: memory.memoryType,
    importance: memory.importance,
    occurred_at: optionalTime(memory.occurredAt),
    created_at: isoTime(memory.createdAt),
    version: memory.version,
  };
}

function optionalTime(milliseconds: number | null): string | null {
  return milliseconds === null ? null : isoTime(milliseconds);
}
