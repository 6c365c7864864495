import {
  DEADLINE_HEADER,
  Endpoint,
  IDEMPOTENCY_HEADERS,
  type QueryParameter,
  type SuccessAnswer,
  TENANT_HEADERS,
  TENANT_PROBLEMS,
} from '@somabrain/http';
import { LIST_SORTS, NAMESPACE_PATTERN } from '@somabrain/memory';
import { CURSOR } from './cursor';
import { DeletedAnswer, ForgetAnswer, HistoryAnswer, MemoryPageAnswer } from './change-answers';
import {
  ADDRESS_EXAMPLES,
  FORGET_ANSWER_EXAMPLE,
  FORGET_EXAMPLES,
  HISTORY_EXAMPLE,
  PAGE_EXAMPLE,
  PATCH_EXAMPLES,
  RESTORE_EXAMPLES,
} from './change-examples';
import { MEMORY_EXAMPLE } from './examples';
import { MemoryAnswer } from './memory-answers';
import { BODY_PROBLEMS, ID_PARAMETER, WRITE_PROBLEMS } from './memory-endpoints';

const READ_HEADERS = [...TENANT_HEADERS, DEADLINE_HEADER];
const WRITE_HEADERS = [...READ_HEADERS, ...IDEMPOTENCY_HEADERS];
const CHANGE_PROBLEMS = [
  ...BODY_PROBLEMS,
  'MEMORY_NOT_FOUND',
  'KEY_TAKEN',
  'IDEMPOTENCY_KEY_REUSED',
  ...WRITE_PROBLEMS,
  'DEADLINE_EXCEEDED',
] as const;
/** What every page of a list can end in. */
export const PAGE_PROBLEMS = [
  'VALIDATION_FAILED',
  ...TENANT_PROBLEMS,
  'CURSOR_INVALID',
  'DATABASE_UNAVAILABLE',
  'MEMORY_UNAVAILABLE',
  'DEADLINE_EXCEEDED',
] as const;
const CHANGED: SuccessAnswer = {
  status: 200,
  description: 'The memory as it is now.',
  schema: MemoryAnswer,
  example: MEMORY_EXAMPLE,
  headers: ['ETag', 'Idempotency-Replayed'],
};

/** A query parameter that is a text. */
export const text = (name: string, description: string, example: string): QueryParameter => ({
  name,
  description,
  schema: { type: 'string' },
  example,
});
const choice = (name: string, description: string, values: readonly string[]): QueryParameter => ({
  name,
  description,
  schema: { type: 'string', enum: [...values] },
  example: values[0]!,
});
const repeated = (name: string, description: string, example: string): QueryParameter => ({
  name,
  description,
  schema: { type: 'array', items: { type: 'string' } },
  example,
});
/** Of what reads several namespaces. */
export const NAMESPACE_PARAMETER: QueryParameter = {
  name: 'namespace',
  description: 'Only of this namespace. Default: of all.',
  schema: { type: 'string', pattern: NAMESPACE_PATTERN.source },
  example: 'default',
};
/** Whose memories are meant. */
export const PERSON_PARAMETERS = [
  text('user_id', 'Only of memories of this user.', 'u1'),
  text('agent_id', 'Only of memories of this agent.', 'a1'),
];
/** The filters of every route, in a query string. */
export const FILTERS_PARAMETER = text(
  'filters',
  'Conditions in the language of `RecallFilters`, as JSON.',
  '{"metadata":{"priority":{"gte":5}}}',
);
/** Of every list. */
export const PAGE_PARAMETERS: readonly QueryParameter[] = [
  {
    name: 'limit',
    description:
      'At most this many items, up to 500. Default: 50. A page ends sooner when its texts exceed 500,000 bytes; `next_cursor` continues it.',
    schema: { type: 'integer', format: 'int32', minimum: 1, maximum: 500 },
    example: 50,
  },
  {
    name: 'cursor',
    description: 'The `next_cursor` of the page before.',
    schema: { type: 'string', pattern: CURSOR.source },
    example: 'WyJhcnJpdmFsIiw0Ml0',
  },
];

export const ListMemoriesEndpoint = () =>
  Endpoint({
    operationId: 'listMemories',
    tag: 'Memory',
    summary: 'List memories',
    description:
      'The memories that meet every given condition, newest first or as `sort` and `order` say, page by page. `metadata.status=open` is a ' +
      'condition on a member of the metadata; given more than once, any of the values will do.',
    headers: READ_HEADERS,
    queryParameters: [
      NAMESPACE_PARAMETER,
      text('key', 'Only with this key.', 'kb.paris'),
      ...PERSON_PARAMETERS,
      text('session_id', 'Only of this session.', 's1'),
      repeated('tag', 'Only with this tag; several: with all of them.', 'geo'),
      repeated('memory_type', 'Only of this type; several: of any of them.', 'semantic'),
      text('occurred_after', 'Earliest time, inclusive.', '2026-03-01T00:00:00Z'),
      text(
        'occurred_before',
        'Latest time, inclusive; of a day without a time its end.',
        '2026-04-01T00:00:00Z',
      ),
      text('created_after', 'Earliest time of the write, inclusive.', '2026-03-01T00:00:00Z'),
      text('created_before', 'Latest time of the write, inclusive.', '2026-04-01T00:00:00Z'),
      text('time_zone', 'Zone of days without a time (IANA). Default: UTC.', 'Europe/Berlin'),
      FILTERS_PARAMETER,
      choice('sort', 'The field to sort by. Default: the order of arrival.', LIST_SORTS),
      choice('order', 'Default: `desc`, the newest or the largest first.', ['asc', 'desc']),
      {
        name: 'total',
        description: '`true`: also count all that match.',
        schema: { type: 'boolean' },
        example: true,
      },
      ...PAGE_PARAMETERS,
    ],
    answers: [{ status: 200, description: 'A page.', schema: MemoryPageAnswer, example: PAGE_EXAMPLE }],
    problems: PAGE_PROBLEMS,
  });

export const PatchMemoryEndpoint = () =>
  Endpoint({
    operationId: 'patchMemory',
    tag: 'Memory',
    summary: 'Change a memory',
    description:
      'Changes the given fields and makes a new version; the old one stays in the history. Without a difference there is no new ' +
      'version. With `If-Match` the change is made only to the version that you saw.',
    headers: [
      ...WRITE_HEADERS,
      {
        name: 'If-Match',
        description: 'The ETag of the version to change, or several, or *.',
        schema: { type: 'string', pattern: '^([*]|"[1-9][0-9]*"(, *"[1-9][0-9]*")*)$' },
      },
    ],
    pathParameters: [ID_PARAMETER],
    bodyExamples: PATCH_EXAMPLES,
    answers: [CHANGED],
    problems: [...CHANGE_PROBLEMS, 'VERSION_MISMATCH', 'QUOTA_EXCEEDED'],
  });

export const MemoryHistoryEndpoint = () =>
  Endpoint({
    operationId: 'memoryHistory',
    tag: 'Memory',
    summary: 'Read the versions of a memory',
    description: 'Every version with the times between which it was valid, the present one first.',
    headers: READ_HEADERS,
    pathParameters: [ID_PARAMETER],
    queryParameters: PAGE_PARAMETERS,
    answers: [{ status: 200, description: 'A page.', schema: HistoryAnswer, example: HISTORY_EXAMPLE }],
    problems: ['MALFORMED_REQUEST', ...PAGE_PROBLEMS, 'MEMORY_NOT_FOUND'],
  });

export const RestoreMemoryEndpoint = () =>
  Endpoint({
    operationId: 'restoreMemory',
    tag: 'Memory',
    summary: 'Restore an earlier version',
    description:
      'Gives the memory the state of an earlier version, as a new version. A time to live restarts.',
    headers: WRITE_HEADERS,
    pathParameters: [ID_PARAMETER],
    bodyExamples: RESTORE_EXAMPLES,
    bodyOptional: true,
    answers: [CHANGED],
    problems: [...CHANGE_PROBLEMS, 'VERSION_NOT_FOUND', 'QUOTA_EXCEEDED'],
  });

export const ForgetEndpoint = () =>
  Endpoint({
    operationId: 'forget',
    tag: 'Memory',
    summary: 'Forget memories permanently',
    description:
      'Removes every memory that meets all conditions, its versions, and the memories whose metadata says that they are ' +
      '`derived_from` it. It cannot be undone. The receipt counts what was removed and names the audit record. `dry_run` only ' +
      'counts.',
    headers: WRITE_HEADERS,
    bodyExamples: FORGET_EXAMPLES,
    answers: [
      {
        status: 200,
        description: 'The receipt.',
        schema: ForgetAnswer,
        example: FORGET_ANSWER_EXAMPLE,
        headers: ['Idempotency-Replayed'],
      },
    ],
    problems: [...BODY_PROBLEMS, 'IDEMPOTENCY_KEY_REUSED', ...WRITE_PROBLEMS, 'DEADLINE_EXCEEDED'],
  });

/** @param operationId the route has two paths, each with a name of its own */
export const DeleteByAddressEndpoint = (operationId: string) =>
  Endpoint({
    operationId,
    tag: 'Memory',
    summary: 'Delete a memory by its coordinate or key',
    description: 'The older way; `DELETE /memories/{id}` is the newer one.',
    deprecated: true,
    headers: WRITE_HEADERS,
    bodyExamples: ADDRESS_EXAMPLES,
    answers: [
      {
        status: 200,
        description: 'The memory was removed.',
        schema: DeletedAnswer,
        example: { ok: true },
        headers: ['Deprecation'],
      },
    ],
    problems: [
      ...BODY_PROBLEMS,
      'MEMORY_NOT_FOUND',
      'IDEMPOTENCY_KEY_REUSED',
      ...WRITE_PROBLEMS,
      'DEADLINE_EXCEEDED',
    ],
  });
