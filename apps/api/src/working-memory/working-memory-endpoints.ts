import { DEADLINE_HEADER, Endpoint, TENANT_HEADERS, TENANT_PROBLEMS } from '@somabrain/http';
import { MEMORY_EXAMPLE } from '../memory/examples';
import { ClearedAnswer, WorkingMemoryAnswer } from './working-memory-answers';

const SESSION_PARAMETER = [{ name: 'session_id', description: 'The session.', example: 's1' }];
const PROBLEMS = [
  'MALFORMED_REQUEST',
  ...TENANT_PROBLEMS,
  'VALIDATION_FAILED',
  'WORKING_MEMORY_UNAVAILABLE',
  'DATABASE_UNAVAILABLE',
  'MEMORY_UNAVAILABLE',
  'DEADLINE_EXCEEDED',
] as const;

export const WorkingMemoryEndpoint = () =>
  Endpoint({
    operationId: 'workingMemory',
    tag: 'Working memory',
    summary: 'Read the working memory of a session',
    description:
      'Lists recent memories of the session. Recall with this `session_id` returns matching entries as `working_memory`. When full, the least salient ' +
      'entry is evicted.',
    headers: [...TENANT_HEADERS, DEADLINE_HEADER],
    pathParameters: SESSION_PARAMETER,
    answers: [
      {
        status: 200,
        description: 'The working memory; empty for an unknown session.',
        schema: WorkingMemoryAnswer,
        example: {
          session_id: 's1',
          tenant: 'public',
          capacity: 64,
          ttl_seconds: 3600,
          items: [{ ...MEMORY_EXAMPLE, novelty: 1, reward: 0.5, salience: 0.85, age_seconds: 2.5 }],
        },
      },
    ],
    problems: PROBLEMS,
  });

export const ClearWorkingMemoryEndpoint = () =>
  Endpoint({
    operationId: 'clearWorkingMemory',
    tag: 'Working memory',
    summary: 'Clear the working memory of a session',
    description: 'Empties the working memory of the session. The memories stay stored.',
    headers: [...TENANT_HEADERS, DEADLINE_HEADER],
    pathParameters: SESSION_PARAMETER,
    answers: [
      {
        status: 200,
        description: 'The working memory is empty.',
        schema: ClearedAnswer,
        example: { ok: true, cleared: 3, trace_id: '4bf92f3577b34da6a3ce929d0e0e4736' },
      },
    ],
    problems: PROBLEMS,
  });
