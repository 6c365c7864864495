import type { JsonObject } from '@somabrain/kernel';
import type { Memory, MemoryFilter } from '../memory';

/** Whether a stored memory meets every condition: the exact check behind the index, which compares hashes. */
export function meetsFilter(memory: Memory, filter: MemoryFilter): boolean {
  return (
    isSame(filter.userId, memory.userId) &&
    isSame(filter.agentId, memory.agentId) &&
    isSame(filter.sessionId, memory.sessionId) &&
    (filter.tags ?? []).every((tag) => memory.tags.includes(tag)) &&
    (filter.memoryTypes?.includes(memory.memoryType) ?? true) &&
    hasMembers(memory.metadata, filter.metadata ?? {}) &&
    isWithin(memory.occurredAt ?? memory.createdAt, filter.occurredAfter, filter.occurredBefore)
  );
}

function isSame(wanted: string | undefined, value: string | null): boolean {
  return wanted === undefined || wanted === value;
}

function hasMembers(
  metadata: JsonObject,
  wanted: Readonly<Record<string, string | number | boolean>>,
): boolean {
  return Object.entries(wanted).every(
    ([name, value]) => Object.hasOwn(metadata, name) && metadata[name] === value,
  );
}

function isWithin(time: number, after = -Infinity, before = Infinity): boolean {
  return time >= after && time <= before;
}
