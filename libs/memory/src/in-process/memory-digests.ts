import { createHash, createHmac } from 'node:crypto';
import { canonicalJson, type JsonValue } from '@somabrain/kernel';
import type { NewMemory } from '../memory';

/**
 * A digest of what makes a second memory the same one: scope, speaker and text, and key, position and time where given. Null for
 * an item of a session with none of these three: two people may both say "yes".
 */
export function duplicateDigestOf(memory: NewMemory): string | null {
  const placed = memory.key !== null || memory.position !== null || memory.occurredAt !== null;
  if (memory.sessionId !== null && !placed) return null;
  return digest([
    memory.namespace,
    memory.userId,
    memory.agentId,
    memory.sessionId,
    memory.speaker,
    memory.content,
    memory.key,
    memory.position,
    memory.occurredAt,
  ]);
}

/** A digest of all else that a caller can set: a duplicate that differs in it is an update. The order of tags does not count. */
export function stateDigestOf(memory: NewMemory): string {
  return digest([
    memory.metadata,
    memory.tags.toSorted(),
    memory.memoryType,
    memory.importance,
    memory.ttlSeconds,
  ]);
}

/** The keyed digest of a text in audit records. Without the nonce, which a delete removes, it cannot be guessed from. */
export function contentDigest(nonce: Buffer, content: string): string {
  return createHmac('sha256', nonce).update(content).digest('hex');
}

function digest(value: JsonValue): string {
  return createHash('sha256').update(canonicalJson(value)).digest('base64');
}
