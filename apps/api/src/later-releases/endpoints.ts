import { DEADLINE_HEADER, Endpoint, IDEMPOTENCY_HEADERS, TENANT_HEADERS } from '@somabrain/http';
import { BODY_PROBLEMS, ID_PARAMETER, UNIVERSE, WRITE_PROBLEMS } from '../memory/memory-endpoints';
import { LaterRecallAnswer, MemoryWriteAnswer } from './answers';

const PLACE = { coord: '-0.512345,0.204518,0.918273', coordinate: [-0.512345, 0.204518, 0.918273] };
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const VALUE = { content: 'Paris is the capital of France', memory_type: 'semantic' };
const WRITTEN: MemoryWriteAnswer = {
  ok: true,
  id: ID_PARAMETER.example,
  tenant: 'public',
  namespace: 'default',
  key: 'kb.paris',
  ...PLACE,
  store: 'somabrain',
  kind: 'semantic',
  error: null,
  promoted_to_wm: false,
  persisted_to_ltm: true,
  queued_for_ltm: false,
  queued: false,
  breaker_open: false,
  deduplicated: false,
  importance: 1,
  novelty: null,
  ttl_applied: null,
  trace_id: TRACE,
  request_id: TRACE,
  warnings: [],
  signals: null,
};
const RECALLED: LaterRecallAnswer = {
  tenant: 'public',
  namespace: 'default',
  results: [
    {
      id: ID_PARAMETER.example,
      text: VALUE.content,
      content: VALUE,
      payload: VALUE,
      layer: 'ltm',
      store: 'somabrain',
      source: 'ltm',
      score: 0.93,
      ...PLACE,
      created_at: '2026-03-01T09:00:00.000Z',
      confidence: null,
      novelty: null,
      affinity: null,
    },
  ],
  wm_hits: 0,
  ltm_hits: 1,
  duration_ms: 3.1,
  session_id: null,
  conversation_id: null,
  scoring_mode: null,
  chunk_index: 0,
  chunk_size: null,
  has_more: false,
  total_results: 1,
  degraded: false,
  degraded_reasons: [],
  trace_id: TRACE,
};

export const LaterRememberEndpoint = () =>
  Endpoint({
    operationId: 'laterRemember',
    tag: 'Memory',
    summary: 'Remember, as in later releases of the original',
    description: 'The same as `POST /remember`, which new clients use. It always answers 200.',
    deprecated: true,
    headers: [...TENANT_HEADERS, UNIVERSE, DEADLINE_HEADER, ...IDEMPOTENCY_HEADERS],
    bodyExamples: { memory: { summary: 'A memory with a key', value: { key: 'kb.paris', value: VALUE } } },
    answers: [
      {
        status: 200,
        description: 'It is stored, or queued in the journal.',
        schema: MemoryWriteAnswer,
        example: WRITTEN,
      },
    ],
    problems: [
      ...BODY_PROBLEMS,
      'IDEMPOTENCY_KEY_REUSED',
      'QUOTA_EXCEEDED',
      ...WRITE_PROBLEMS,
      'DEADLINE_EXCEEDED',
    ],
  });

export const LaterRecallEndpoint = () =>
  Endpoint({
    operationId: 'laterRecall',
    tag: 'Memory',
    summary: 'Recall, as in later releases of the original',
    description: 'The same as `POST /recall`, which new clients use.',
    deprecated: true,
    headers: [...TENANT_HEADERS, UNIVERSE, DEADLINE_HEADER],
    bodyExamples: { question: { summary: 'A question', value: { query: 'capital of France', top_k: 3 } } },
    answers: [
      { status: 200, description: 'The best memories.', schema: LaterRecallAnswer, example: RECALLED },
    ],
    problems: [
      ...BODY_PROBLEMS,
      'DATABASE_UNAVAILABLE',
      'MEMORY_UNAVAILABLE',
      'DEADLINE_EXCEEDED',
      'NAMESPACE_TOO_LARGE',
    ],
  });
