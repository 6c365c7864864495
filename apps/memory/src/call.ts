import {
  DEADLINE_HEADER,
  Endpoint,
  type EndpointDescription,
  IDEMPOTENCY_HEADERS,
  type SuccessAnswer,
} from '@somabrain/http';
import type { ProblemCode } from '@somabrain/kernel';
import type { z } from 'zod';
import { CONTEXT_HEADERS } from './context-headers';
import { MEMORY_ID } from './examples';

const CALL_HEADERS = [...CONTEXT_HEADERS, DEADLINE_HEADER];
const WRITE_HEADERS = [...CALL_HEADERS, ...IDEMPOTENCY_HEADERS];
const CALL_PROBLEMS: readonly ProblemCode[] = [
  'UNAUTHENTICATED',
  'VALIDATION_FAILED',
  'TENANT_INVALID',
  'DATABASE_UNAVAILABLE',
  'DEADLINE_EXCEEDED',
];
const BODY_PROBLEMS: readonly ProblemCode[] = [
  'MALFORMED_JSON',
  'MALFORMED_REQUEST',
  'PAYLOAD_TOO_LARGE',
  'UNSUPPORTED_MEDIA_TYPE',
];
const WRITE_PROBLEMS: readonly ProblemCode[] = ['IDEMPOTENCY_KEY_REUSED', 'OVERLOADED', 'WRITES_QUEUED'];
const ID_PARAMETER = [{ name: 'id', description: 'Id of a memory.', example: MEMORY_ID }];

/** What a route of the port does not share with the others. */
interface Call extends Pick<EndpointDescription, 'operationId' | 'tag' | 'summary' | 'description'> {
  readonly writes?: boolean;
  readonly byId?: boolean;
  readonly body?: unknown;
  /** Absent: 204. */
  readonly answer?: { readonly schema: z.ZodType; readonly example: unknown };
  readonly queryParameters?: EndpointDescription['queryParameters'];
  readonly problems?: readonly ProblemCode[];
}

/** Describes a route of the port: its problems follow from whether it writes and takes a body. */
export function call({
  writes = false,
  byId = false,
  body,
  answer,
  problems = [],
  ...described
}: Call): MethodDecorator {
  const { queryParameters = [], ...names } = described;
  const success: SuccessAnswer = answer
    ? { status: 200, description: 'Done.', ...answer }
    : { status: 204, description: 'Done.' };
  return Endpoint({
    ...names,
    headers: writes ? WRITE_HEADERS : CALL_HEADERS,
    queryParameters,
    pathParameters: byId ? ID_PARAMETER : [],
    ...(body !== undefined && { bodyExamples: { call: { summary: 'A call', value: body } } }),
    answers: [success],
    problems: [
      ...CALL_PROBLEMS,
      ...(body === undefined ? [] : BODY_PROBLEMS),
      ...(writes ? WRITE_PROBLEMS : []),
      ...problems,
    ],
  });
}
