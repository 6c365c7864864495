import type { Caller } from '@somabrain/http';
import type { Memory, Recalled, RecalledMemory } from '@somabrain/memory';
import { originalFields } from './original-memory';

/** The answer to `POST /recall` in the form of the original, with what names memories here. */
export function toOriginalRecall(
  { results, inMind, degraded, totalCandidates }: Recalled,
  { context: { tenant } }: Caller,
) {
  const memory = results.map((result) => toOriginalResult(result, tenant));
  return {
    results: memory,
    memory,
    wm: inMind.map(({ memory: inSession, score }) => ({ score, payload: toPayload(inSession, tenant) })),
    tenant,
    degraded: [...degraded],
    total_candidates: totalCandidates,
  };
}

function toOriginalResult({ memory, score, explanation, excerpt }: RecalledMemory, tenant: string) {
  const shown = excerpt ? { ...memory, content: excerpt.text } : memory;
  const fields = originalFields(shown, tenant);
  return {
    ...fields,
    score,
    payload: flatPayload(shown, fields.task),
    source: 'memory' as const,
    ...(explanation && { explain: { ...explanation } }),
  };
}

/** A memory in the flat form of the original, with what names it here. */
export function toPayload(memory: Memory, tenant: string): Record<string, unknown> {
  const { id, key, coordinate, session_id, speaker, task } = originalFields(memory, tenant);
  return { ...flatPayload(memory, task), id, key, coordinate, session_id, speaker };
}

function flatPayload(memory: Memory, task: string): Record<string, unknown> {
  return {
    ...memory.metadata,
    content: memory.content,
    task,
    memory_type: memory.memoryType,
    importance: memory.importance,
    timestamp: memory.occurredAt === null ? null : memory.occurredAt / 1000,
  };
}
