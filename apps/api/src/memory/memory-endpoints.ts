import {
  DEADLINE_HEADER,
  Endpoint,
  IDEMPOTENCY_HEADERS,
  type RequestHeader,
  TENANT_HEADERS,
  TENANT_PROBLEMS,
} from '@somabrain/http';
import { NAMESPACE_PATTERN } from '@somabrain/memory';
import {
  BATCH_ANSWER_EXAMPLE,
  BATCH_EXAMPLES,
  MEMORY_EXAMPLE,
  QUEUED_ANSWER_EXAMPLE,
  QUEUED_BATCH_ANSWER_EXAMPLE,
  RECALL_ANSWER_EXAMPLE,
  RECALL_EXAMPLES,
  REMEMBER_ANSWER_EXAMPLE,
  REMEMBER_EXAMPLES,
} from './examples';
import { BatchAnswer, MemoryAnswer, QueuedAnswer, QueuedBatchAnswer, RememberAnswer } from './memory-answers';
import { RecallAnswer } from './recall-answer';

/** The older way to name the namespace. */
export const UNIVERSE: RequestHeader = {
  name: 'X-Universe',
  description: 'The namespace, where the body names none; `real` is `default`.',
  schema: { type: 'string', pattern: NAMESPACE_PATTERN.source },
  deprecated: true,
};
const IF_NONE_MATCH: RequestHeader = {
  name: 'If-None-Match',
  description: 'The ETag that you have, or several: 304 while the memory has that version.',
};
/** Every problem that a body can have. */
export const BODY_PROBLEMS = [
  'MALFORMED_JSON',
  'MALFORMED_REQUEST',
  'VALIDATION_FAILED',
  ...TENANT_PROBLEMS,
  'PAYLOAD_TOO_LARGE',
  'UNSUPPORTED_MEDIA_TYPE',
] as const;
/** Every problem that a write can have. */
export const WRITE_PROBLEMS = [
  'OVERLOADED',
  'DATABASE_UNAVAILABLE',
  'MEMORY_UNAVAILABLE',
  'WRITES_QUEUED',
] as const;
export const ID_PARAMETER = {
  name: 'id',
  description: 'Id of the memory.',
  example: '019ab2c4-5d6e-7f80-9a1b-2c3d4e5f6071',
};

const REMEMBERED = [
  {
    status: 201,
    description: 'A new memory.',
    schema: RememberAnswer,
    example: REMEMBER_ANSWER_EXAMPLE,
  },
  {
    status: 200,
    description: 'A duplicate, or a new version under a known key.',
    schema: RememberAnswer,
    example: { ...REMEMBER_ANSWER_EXAMPLE, status: 'deduplicated' },
  },
  {
    status: 202,
    description:
      'The memory service is unavailable and not required: the memory is durable and queued in the journal. It is stored ' +
      'automatically, and recall finds it after that.',
    schema: QueuedAnswer,
    example: QUEUED_ANSWER_EXAMPLE,
  },
] as const;

const REMEMBER_PROBLEMS = [
  ...BODY_PROBLEMS,
  'IDEMPOTENCY_KEY_REUSED',
  'QUOTA_EXCEEDED',
  ...WRITE_PROBLEMS,
  'DEADLINE_EXCEEDED',
] as const;

export const RememberEndpoint = () =>
  Endpoint({
    operationId: 'remember',
    tag: 'Memory',
    summary: 'Remember a memory',
    description:
      'Stores one memory. When the answer comes it is durable, and the next recall finds it. The same text of the same user, agent, ' +
      'session and speaker is stored once; the same key makes a new version. The body may be as long as a text of ' +
      'SOMABRAIN_MAX_CONTENT_CHARACTERS needs.',
    headers: [...TENANT_HEADERS, UNIVERSE, DEADLINE_HEADER, ...IDEMPOTENCY_HEADERS],
    bodyExamples: REMEMBER_EXAMPLES,
    answers: [...REMEMBERED],
    problems: REMEMBER_PROBLEMS,
  });

export const ReplaceMemoryEndpoint = () =>
  Endpoint({
    operationId: 'replaceMemory',
    tag: 'Memory',
    summary: 'Replace the memory under a key',
    description:
      'Stores one memory under the key of the path. Fields that the body does not name are cleared; POST /remember keeps them. The ' +
      'key means the memory of the user and agent that the body names, otherwise the only one with the key, otherwise the one ' +
      'without a user.',
    headers: [...TENANT_HEADERS, UNIVERSE, DEADLINE_HEADER, ...IDEMPOTENCY_HEADERS],
    pathParameters: [
      { name: 'key', description: 'Key of the memory, percent-encoded.', example: 'kb.paris' },
    ],
    bodyExamples: { guide: REMEMBER_EXAMPLES.guide },
    answers: [...REMEMBERED],
    problems: REMEMBER_PROBLEMS,
  });

export const RememberBatchEndpoint = () =>
  Endpoint({
    operationId: 'rememberBatch',
    tag: 'Memory',
    summary: 'Remember many memories',
    description:
      'Stores up to 1,000 memories in their order, in a body of up to 32 MiB. An invalid item does not affect the others: its result ' +
      'has the error. With `atomic` all are stored or none.',
    headers: [...TENANT_HEADERS, UNIVERSE, DEADLINE_HEADER, ...IDEMPOTENCY_HEADERS],
    bodyExamples: BATCH_EXAMPLES,
    answers: [
      {
        status: 200,
        description: 'The result of each item; see `failed`.',
        schema: BatchAnswer,
        example: BATCH_ANSWER_EXAMPLE,
      },
      {
        status: 202,
        description:
          'As 200; some items are queued in the journal. They are durable and stored automatically.',
        schema: QueuedBatchAnswer,
        example: QUEUED_BATCH_ANSWER_EXAMPLE,
      },
    ],
    problems: REMEMBER_PROBLEMS,
  });

export const RecallEndpoint = () =>
  Endpoint({
    operationId: 'recall',
    tag: 'Memory',
    summary: 'Recall memories for a question',
    description:
      'Ranks the memories of one namespace by what they say about the question, best first. It sees every write that was answered before. ' +
      'In compatibility mode the answer has the form of the original: docs/compatibility.md.',
    headers: [...TENANT_HEADERS, UNIVERSE, DEADLINE_HEADER],
    bodyExamples: RECALL_EXAMPLES,
    answers: [
      {
        status: 200,
        description: 'The best memories.',
        schema: RecallAnswer,
        example: RECALL_ANSWER_EXAMPLE,
      },
    ],
    problems: [
      ...BODY_PROBLEMS,
      'DATABASE_UNAVAILABLE',
      'MEMORY_UNAVAILABLE',
      'DEADLINE_EXCEEDED',
      'NAMESPACE_TOO_LARGE',
      'AS_OF_TOO_LARGE',
    ],
  });

export const GetMemoryEndpoint = () =>
  Endpoint({
    operationId: 'getMemory',
    tag: 'Memory',
    summary: 'Read a memory',
    description: 'Memories that are expired, or of another tenant, are not found.',
    headers: [...TENANT_HEADERS, DEADLINE_HEADER, IF_NONE_MATCH],
    pathParameters: [ID_PARAMETER],
    answers: [
      {
        status: 200,
        description: 'The memory.',
        schema: MemoryAnswer,
        example: MEMORY_EXAMPLE,
        headers: ['ETag'],
      },
      {
        status: 304,
        description: 'It still has the version that `If-None-Match` names.',
        headers: ['ETag'],
      },
    ],
    problems: [
      'MALFORMED_REQUEST',
      ...TENANT_PROBLEMS,
      'MEMORY_NOT_FOUND',
      'VALIDATION_FAILED',
      'DATABASE_UNAVAILABLE',
      'MEMORY_UNAVAILABLE',
      'DEADLINE_EXCEEDED',
    ],
  });

export const DeleteMemoryEndpoint = () =>
  Endpoint({
    operationId: 'deleteMemory',
    tag: 'Memory',
    summary: 'Delete a memory',
    description: 'Removes the memory and all its versions permanently.',
    headers: [...TENANT_HEADERS, DEADLINE_HEADER, ...IDEMPOTENCY_HEADERS],
    pathParameters: [ID_PARAMETER],
    answers: [{ status: 204, description: 'The memory was removed.' }],
    problems: [
      'MALFORMED_REQUEST',
      ...TENANT_PROBLEMS,
      'MEMORY_NOT_FOUND',
      'VALIDATION_FAILED',
      'IDEMPOTENCY_KEY_REUSED',
      ...WRITE_PROBLEMS,
      'DEADLINE_EXCEEDED',
    ],
  });
