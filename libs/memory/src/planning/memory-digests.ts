import { createHmac, hash } from 'node:crypto';
import { canonicalJson, type JsonValue } from '@somabrain/kernel';
import type { Memory, NewMemory } from '../memory';

/**
 * A digest of what makes a second memory the same one: scope, speaker and text, and key, position and time where given. Null for
 * an item of a session with none of these three: two people may both say "yes".
 */
export function duplicateDigestOf(memory: NewMemory): string | null {
  return digestWith(memory, comparedText(memory.content));
}

/**
 * The same as the release before made it, of the text as it is; null where that is the same. Memories that it stored have this one.
 */
export function formerDuplicateDigestOf(memory: NewMemory): string | null {
  return comparedText(memory.content) === memory.content ? null : digestWith(memory, memory.content);
}

/** What of a text makes it the same as another: not white space at its ends, and not how Unicode spells its letters. */
function comparedText(content: string): string {
  return content.trim().normalize('NFC');
}

function digestWith(memory: NewMemory, content: string): string | null {
  const placed = memory.key !== null || memory.position !== null || memory.occurredAt !== null;
  if (memory.sessionId !== null && !placed) return null;
  return digest([
    memory.namespace,
    memory.userId,
    memory.agentId,
    memory.sessionId,
    memory.speaker,
    content,
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
 * What a memory has in common with those that say the same and differ in nothing else; null where nothing makes two memories the same, or their
 * time ends.
 * @param words stands for the text: what is the same in it is the same
 */
export function likenessOf(memory: Memory, words: string): string | null {
  if (memory.key !== null || memory.expiresAt !== null) return null;
  const fields = { ...memory, content: words, ttlSeconds: null };
  const duplicate = duplicateDigestOf(fields);
  return duplicate && digest([duplicate, stateDigestOf(fields)]);
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
