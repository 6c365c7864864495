import { createHmac, hash } from 'node:crypto';
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

/**
 * What audit records say of a text: its size, and a digest keyed with the memory's nonce. A delete removes the nonce, and without it a
 * short text cannot be guessed from its digest.
 */
export function sizeAndDigest(nonce: Buffer, content: string): { bytes: number; content_digest: string } {
  const digest = createHmac('sha256', nonce).update(content).digest('hex');
  return { bytes: Buffer.byteLength(content), content_digest: digest };
}

function digest(value: JsonValue): string {
  return hash('sha256', canonicalJson(value), 'base64');
}
