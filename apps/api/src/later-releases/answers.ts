import { type Caller } from '@somabrain/http';
import { coordinateOf, type Memory, type Queued, type Recalled, type Remembered } from '@somabrain/memory';
import { z } from 'zod';
import { toPayload } from '../compatibility/original-recall';
import type { LaterRecallInput } from './recall-request';
import type { WriteInput } from './write-request';

const place = z
  .string()
  .meta({ description: '"x,y,z", made of tenant, namespace and key (the id without a key).' });
const triple = z.array(z.number()).meta({ description: 'The same as three numbers.' });
const layer = z.enum(['wm', 'ltm']);
const anyMembers = z.record(z.string(), z.unknown());

/** The answer to `POST /memory/remember`. */
export const MemoryWriteAnswer = z
  .object({
    ok: z.literal(true),
    id: z.string().meta({ format: 'uuid' }),
    tenant: z.string(),
    namespace: z.string(),
    key: z.string().nullable(),
    coord: place,
    coordinate: triple,
    store: z.literal('somabrain'),
    kind: z.string(),
    error: z.null(),
    promoted_to_wm: z
      .boolean()
      .meta({ description: 'Whether it belongs to a session and is in its working memory.' }),
    persisted_to_ltm: z.boolean().meta({ description: 'False while it is queued in the journal.' }),
    queued_for_ltm: z.boolean(),
    queued: z.boolean(),
    breaker_open: z.boolean(),
    deduplicated: z.boolean(),
    importance: z.number(),
    novelty: z.number().nullable(),
    ttl_applied: z.int().nullable(),
    trace_id: z.string(),
    request_id: z.string(),
    warnings: z.array(z.string()),
    signals: anyMembers.nullable(),
  })
  .meta({ id: 'MemoryWriteAnswer' });

export const LaterResult = z
  .object({
    id: z.string().meta({ format: 'uuid' }),
    text: z.string(),
    content: anyMembers.meta({ description: 'The same as `payload`.' }),
    payload: anyMembers.meta({ description: 'The memory in the flat form of the original.' }),
    layer,
    store: z.literal('somabrain'),
    source: layer,
    score: z.number(),
    coord: place,
    coordinate: triple,
    created_at: z.string().meta({ format: 'date-time' }),
    confidence: z.null(),
    novelty: z.null(),
    affinity: z.null(),
  })
  .meta({ id: 'MemoryRecallItem' });

/** The answer to `POST /memory/recall`. */
export const LaterRecallAnswer = z
  .object({
    tenant: z.string(),
    namespace: z.string(),
    results: z.array(LaterResult),
    wm_hits: z.int(),
    ltm_hits: z.int(),
    duration_ms: z.number(),
    session_id: z.string().nullable(),
    conversation_id: z.string().nullable(),
    scoring_mode: z.string().nullable(),
    chunk_index: z.int(),
    chunk_size: z.int().nullable(),
    has_more: z.boolean(),
    total_results: z.int().meta({ description: 'Of all parts together.' }),
    degraded: z.boolean(),
    degraded_reasons: z.array(z.string()),
    trace_id: z.string(),
  })
  .meta({ id: 'MemoryRecallAnswer' });

export type MemoryWriteAnswer = z.infer<typeof MemoryWriteAnswer>;
export type LaterRecallAnswer = z.infer<typeof LaterRecallAnswer>;
export type LaterResult = z.infer<typeof LaterResult>;

/** @param tenant whose memory it is, which need not be that of the caller's headers */
export function toWriteAnswer(
  outcome: Remembered | Queued,
  { memory, signals, novelty }: WriteInput,
  { shownTraceId }: Caller,
  tenant: string,
): MemoryWriteAnswer {
  const queued = outcome.status === 'queued';
  return {
    ok: true,
    id: outcome.id,
    tenant,
    namespace: outcome.namespace,
    key: outcome.key,
    ...placeOf(tenant, outcome),
    store: 'somabrain',
    kind: memory.memoryType,
    error: null,
    promoted_to_wm: memory.sessionId !== null && !queued,
    persisted_to_ltm: !queued,
    queued_for_ltm: queued,
    queued,
    breaker_open: queued,
    deduplicated: outcome.status === 'deduplicated',
    importance: memory.importance,
    novelty,
    ttl_applied: memory.ttlSeconds,
    trace_id: shownTraceId,
    request_id: shownTraceId,
    warnings: [],
    signals,
  };
}

/** @param tenant whose memories were asked for */
export function toRecallAnswer(
  recalled: Recalled,
  asked: LaterRecallInput & { readonly namespace: string },
  { shownTraceId }: Caller,
  tenant: string,
): Omit<LaterRecallAnswer, 'duration_ms'> {
  const { chunk, question } = asked;
  const ltm = asked.layer === 'wm' ? [] : recalled.results.map((hit) => toResult('ltm', hit, tenant));
  const wm = asked.layer === 'ltm' ? [] : recalled.inMind.map((hit) => toResult('wm', hit, tenant));
  const known = new Set(ltm.map(({ id }) => id));
  const all = [...ltm, ...wm.filter(({ id }) => !known.has(id))].slice(0, question.limit);
  const size = chunk.size ?? all.length;
  const end = (chunk.index + 1) * size;
  return {
    tenant,
    namespace: asked.namespace,
    results: all.slice(end - size, end),
    wm_hits: wm.length,
    ltm_hits: ltm.length,
    session_id: question.sessionId ?? null,
    conversation_id: asked.conversationId,
    scoring_mode: asked.scoringMode,
    chunk_index: chunk.index,
    chunk_size: chunk.size,
    has_more: end < all.length,
    total_results: all.length,
    degraded: recalled.degraded.length > 0,
    degraded_reasons: [...recalled.degraded],
    trace_id: shownTraceId,
  };
}

function toResult(
  from: LaterResult['layer'],
  { memory, score }: { readonly memory: Memory; readonly score: number },
  tenant: string,
): LaterResult {
  const payload = toPayload(memory, tenant);
  return {
    id: memory.id,
    text: memory.content,
    content: payload,
    payload,
    layer: from,
    store: 'somabrain',
    source: from,
    score,
    ...placeOf(tenant, memory),
    created_at: new Date(memory.createdAt).toISOString(),
    confidence: null,
    novelty: null,
    affinity: null,
  };
}

function placeOf(
  tenant: string,
  { namespace, key, id }: { readonly namespace: string; readonly key: string | null; readonly id: string },
) {
  const coord = coordinateOf(tenant, namespace, key ?? id);
  return { coord, coordinate: coord.split(',').map(Number) };
}
