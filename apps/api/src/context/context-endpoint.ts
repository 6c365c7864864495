import { DEADLINE_HEADER, Endpoint, TENANT_HEADERS } from '@somabrain/http';
import { BODY_PROBLEMS, ID_PARAMETER, UNIVERSE } from '../memory/memory-endpoints';
import { CONFIDENCE } from './adaptation-endpoints';
import { ContextAnswer } from './context-answers';

const EXAMPLE = {
  query: 'What is the capital of France?',
  prompt: `Context:\n[${ID_PARAMETER.example}] Paris is the capital of France\n\nQuery:\nWhat is the capital of France?`,
  tokens: 31,
  memories: [
    {
      id: ID_PARAMETER.example,
      score: 1.2,
      relevance: 0.91,
      weight: 1,
      content: 'Paris is the capital of France',
      metadata: { source: 'atlas' },
      key: 'kb.paris',
      session_id: null,
      speaker: null,
      occurred_at: null,
      created_at: '2026-03-01T09:00:00.123Z',
    },
  ],
  answerable: 0.91,
  weights: [1],
  utility: 0.99,
  left_out: 0,
  working_memory: [],
  residual_vector: [],
  constitution_checksum: null,
  tenant_id: 'public',
  namespace: 'default',
  trace_id: '4bf92f3577b34da6a3ce929d0e0e4736',
  degraded: [],
};

export const ContextEndpoint = () =>
  Endpoint({
    operationId: 'evaluateContext',
    tag: 'Context',
    summary: 'Build a prompt of memories',
    description:
      'Recalls memories for the question and selects the relevant ones by the weights of the tenant, without repetitions and within ' +
      'a token budget. The prompt lists them in chronological order, each with its id, so that feedback can name the useful ones.',
    headers: [...TENANT_HEADERS, UNIVERSE, CONFIDENCE, DEADLINE_HEADER],
    bodyExamples: {
      question: {
        summary: 'A question',
        value: { session_id: 's1', query: 'What is the capital of France?', top_k: 5, max_tokens: 800 },
      },
    },
    answers: [
      {
        status: 200,
        description: 'The prompt.',
        schema: ContextAnswer,
        example: EXAMPLE,
      },
    ],
    problems: [
      ...BODY_PROBLEMS,
      'UTILITY_REJECTED',
      'NAMESPACE_TOO_LARGE',
      'DATABASE_UNAVAILABLE',
      'MEMORY_UNAVAILABLE',
      'DEADLINE_EXCEEDED',
    ],
  });
