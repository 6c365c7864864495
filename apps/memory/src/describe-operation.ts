import { DEADLINE_HEADER, Endpoint, IDEMPOTENCY_HEADERS, type SuccessAnswer } from '@somabrain/http';
import type { ProblemCode } from '@somabrain/kernel';
import { contract } from '@somabrain/memory';
import { CONTEXT_HEADERS } from './context-headers';

const CALL_HEADERS = [...CONTEXT_HEADERS, DEADLINE_HEADER];
const STREAM_PROBLEMS: readonly ProblemCode[] = [
  'UNAUTHENTICATED',
  'VALIDATION_FAILED',
  'TENANT_INVALID',
  'DATABASE_UNAVAILABLE',
];
const BODY_PROBLEMS: readonly ProblemCode[] = [
  'MALFORMED_JSON',
  'MALFORMED_REQUEST',
  'PAYLOAD_TOO_LARGE',
  'UNSUPPORTED_MEDIA_TYPE',
];
const KEYED_PROBLEMS: readonly ProblemCode[] = ['IDEMPOTENCY_KEY_REUSED', 'OVERLOADED', 'WRITES_QUEUED'];
const ID_PARAMETER = { name: 'id', description: 'Id of a memory.', example: contract.MEMORY_ID };

/** Describes the route of an operation with JSON in and out: its headers and problems follow from what it takes and does. */
export function describeOperation(operation: contract.JsonOperation): MethodDecorator {
  const { effect, path, body, described } = operation;
  const { bodyExample, answerExample, problems = [], ...texts } = described;
  const isKeyed = effect === 'keyed write';
  return Endpoint({
    ...texts,
    headers: isKeyed ? [...CALL_HEADERS, ...IDEMPOTENCY_HEADERS] : CALL_HEADERS,
    pathParameters: path.includes(':id') ? [ID_PARAMETER] : [],
    ...(body && { bodyExamples: { call: { summary: 'A call', value: bodyExample } } }),
    answers: [answerOf(operation, answerExample)],
    problems: [
      ...STREAM_PROBLEMS,
      'DEADLINE_EXCEEDED',
      ...(body ? BODY_PROBLEMS : []),
      ...(isKeyed ? KEYED_PROBLEMS : []),
      ...problems,
    ],
  });
}

/** Describes the route of an operation whose body or answer is a stream of lines. It has no deadline. */
export function describeStream(operation: contract.Operation): MethodDecorator {
  const { answer, described } = operation;
  const { bodyExample, answerExample, problems = [], ...texts } = described;
  const file = { contentType: contract.NDJSON, example: contract.EXPORT_EXAMPLE };
  return Endpoint({
    ...texts,
    headers: CONTEXT_HEADERS,
    ...(bodyExample !== undefined && { textBody: file }),
    answers: [
      answer ? answerOf(operation, answerExample) : { status: 200, description: 'The file.', ...file },
    ],
    problems: [...STREAM_PROBLEMS, ...problems],
  });
}

function answerOf({ answer: schema }: contract.Operation, example: unknown): SuccessAnswer {
  return schema
    ? { status: 200, description: 'Done.', schema, example }
    : { status: 204, description: 'Done.' };
}
