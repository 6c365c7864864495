import {
  DEADLINE_HEADER,
  Endpoint,
  IDEMPOTENCY_HEADERS,
  type RequestHeader,
  TENANT_HEADERS,
  TENANT_PROBLEMS,
} from '@somabrain/http';
import { PAGE_PARAMETERS } from '../memory/change-endpoints';
import { BODY_PROBLEMS, ID_PARAMETER, WRITE_PROBLEMS } from '../memory/memory-endpoints';
import { AdaptationAnswer, AdaptationHistoryAnswer, FeedbackAnswer, ResetAnswer } from './adaptation-answers';

/** What a model thinks of its own answer. */
export const CONFIDENCE: RequestHeader = {
  name: 'X-Model-Confidence',
  description:
    'Confidence of the model in its own answer. Below 1 the request is refused. Absent: not checked.',
  schema: { type: 'number', format: 'double' },
};

const WEIGHTS = {
  retrieval: { alpha: 1.0405, beta: 0.2, gamma: 0.07975, tau: 0.7 },
  utility: { lambda_: 1.0405, mu: 0.089875, nu: 0.039875 },
};
const STATE_EXAMPLE = {
  ...WEIGHTS,
  history_len: 1,
  feedback_count: 1,
  version: 1,
  learning_rate: 0.045,
  base_lr: 0.05,
  gains: { alpha: 1, gamma: -0.5, lambda_: 1, mu: -0.25, nu: -0.25 },
  constraints: { alpha_min: 0.1, alpha_max: 5, gamma_min: 0, gamma_max: 1 },
  tenant_id: 'public',
};
const TENANT_ID = {
  name: 'tenant_id',
  description: 'The tenant of the request; any other is refused.',
  schema: { type: 'string' },
  example: 'public',
} as const;

export const FeedbackEndpoint = () =>
  Endpoint({
    operationId: 'contextFeedback',
    tag: 'Learning',
    summary: 'Give feedback on an answer',
    description:
      'A utility or a reward adapts the weights of the tenant. `memory_ids` rate memories for the question: useful, or not with ' +
      '`useful: false`. The next recall uses both.',
    headers: [...TENANT_HEADERS, CONFIDENCE, DEADLINE_HEADER, ...IDEMPOTENCY_HEADERS],
    bodyExamples: {
      memories: {
        summary: 'Which memories were useful',
        value: {
          query: 'What is the capital of France?',
          utility: 0.9,
          memory_ids: [ID_PARAMETER.example],
          useful: true,
        },
      },
      original: {
        summary: 'The older form',
        value: {
          session_id: 's1',
          query: 'capital of France',
          prompt: 'Context: …',
          response_text: 'Paris',
          utility: 0.9,
          reward: 0.9,
          metadata: { tokens: 120, model: 'any' },
        },
      },
    },
    answers: [
      {
        status: 200,
        description: 'The feedback was applied.',
        schema: FeedbackAnswer,
        example: {
          accepted: true,
          adaptation_applied: true,
          rated: 1,
          trace_id: '4bf92f3577b34da6a3ce929d0e0e4736',
        },
        headers: ['Idempotency-Replayed'],
      },
    ],
    problems: [
      ...BODY_PROBLEMS,
      'UTILITY_REJECTED',
      'MEMORY_NOT_FOUND',
      'IDEMPOTENCY_KEY_REUSED',
      ...WRITE_PROBLEMS,
      'DEADLINE_EXCEEDED',
    ],
  });

export const AdaptationStateEndpoint = () =>
  Endpoint({
    operationId: 'adaptationState',
    tag: 'Learning',
    summary: 'Read the state of the adaptation',
    description: 'The weights that feedback has set, with their gains and bounds.',
    headers: [...TENANT_HEADERS, DEADLINE_HEADER],
    queryParameters: [TENANT_ID],
    answers: [{ status: 200, description: 'The state.', schema: AdaptationAnswer, example: STATE_EXAMPLE }],
    problems: [...TENANT_PROBLEMS, 'VALIDATION_FAILED', 'DATABASE_UNAVAILABLE', 'DEADLINE_EXCEEDED'],
  });

export const AdaptationHistoryEndpoint = () =>
  Endpoint({
    operationId: 'adaptationHistory',
    tag: 'Learning',
    summary: 'Read the history of the adaptation',
    description:
      'The latest thousand states, the newest first. `POST /context/adaptation/reset` returns to any of them.',
    headers: [...TENANT_HEADERS, DEADLINE_HEADER],
    queryParameters: PAGE_PARAMETERS,
    answers: [
      {
        status: 200,
        description: 'A page.',
        schema: AdaptationHistoryAnswer,
        example: {
          items: [
            {
              version: 1,
              ...WEIGHTS,
              reason: 'feedback',
              actor: 'anonymous',
              recorded_at: '2026-03-01T09:00:00.123Z',
            },
          ],
          next_cursor: null,
        },
      },
    ],
    problems: [
      ...TENANT_PROBLEMS,
      'VALIDATION_FAILED',
      'CURSOR_INVALID',
      'DATABASE_UNAVAILABLE',
      'DEADLINE_EXCEEDED',
    ],
  });

export const ResetEndpoint = () =>
  Endpoint({
    operationId: 'resetAdaptation',
    tag: 'Learning',
    summary: 'Reset the adaptation',
    description:
      'Returns to the initial state, with other defaults, gains or bounds if given, or to a version of the history. Ratings of ' +
      'memories stay; feedback with `useful: null` removes them.',
    headers: [...TENANT_HEADERS, DEADLINE_HEADER],
    bodyExamples: {
      beginning: { summary: 'To the initial state', value: {} },
      version: { summary: 'To an earlier version', value: { version: 12 } },
    },
    bodyOptional: true,
    answers: [
      {
        status: 200,
        description: 'The state; the next recall ranks by it.',
        schema: ResetAnswer,
        example: { ok: true, tenant_id: 'public', version: 2 },
      },
    ],
    problems: [...BODY_PROBLEMS, 'VERSION_NOT_FOUND', 'DATABASE_UNAVAILABLE', 'DEADLINE_EXCEEDED'],
  });
