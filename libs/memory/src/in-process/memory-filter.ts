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
    isWithin(memory.occurredAt, filter.occurredAfter, filter.occurredBefore)
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

/** A memory without a time is inside no bounds. */
function isWithin(time: number | null, after: number | undefined, before: number | undefined): boolean {
  if (after === undefined && before === undefined) return true;
  return time !== null && time >= (after ?? -Infinity) && time < (before ?? Infinity);
}
