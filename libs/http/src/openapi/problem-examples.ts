import {
  type DecisionNotice,
  type FieldError,
  Problem,
  PROBLEM_CATALOGUE,
  type ProblemCode,
} from '@somabrain/kernel';
import { problemDocument } from '../problem-document';

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';
const MEMORY_PATH = '/memories/019ab2c4-5d6e-7f80-9a1b-2c3d4e5f6071';

interface Occurrence {
  readonly detail: string;
  readonly path?: string;
  readonly errors?: readonly FieldError[];
  readonly decision?: DecisionNotice;
}

/** One occurrence of each problem, as an answer would tell it. */
const OCCURRENCES: Readonly<Record<ProblemCode, Occurrence>> = {
  MALFORMED_JSON: { detail: 'The body is not valid JSON: Unexpected end of JSON input' },
  MALFORMED_REQUEST: { detail: 'The body is not as long as Content-Length says' },
  VALIDATION_FAILED: {
    detail: 'content: is required: the text to remember',
    errors: [{ field: 'content', message: 'is required: the text to remember' }],
  },
  TENANT_INVALID: {
    detail: 'X-Tenant-ID must be 1 to 64 letters, digits or _ . : -',
    errors: [{ field: 'X-Tenant-ID', message: 'must match [A-Za-z0-9_.:-]{1,64}' }],
  },
  IMPORT_INVALID: {
    detail:
      'line 17: content: is required; what stands before it is stored, and the mended file may be sent again',
    path: '/import',
    errors: [{ field: 'line 17: content', message: 'is required' }],
  },
  UNAUTHENTICATED: { detail: 'The bearer token is not the one of this service', path: '/v1/recall' },
  PERMISSION_DENIED: { detail: 'The identity lacks the permission memory:write' },
  POLICY_DENIED: {
    detail: 'OPA policy denied request: none of the roles of ana grants memory:write',
    decision: {
      id: '0199c3a0-6b1e-7c3a-9c1e-2f4b8d6a1e55',
      reasons: ['none of the roles of ana grants memory:write'],
    },
  },
  POLICY_UNAVAILABLE: {
    detail: 'OPA policy unavailable: nothing is allowed without its decision; try again shortly',
  },
  TENANT_DENIED: { detail: 'X-Tenant-ID: the identity does not belong to this tenant' },
  TENANT_REQUIRED: {
    detail: 'The identity belongs to several tenants: say in X-Tenant-ID which one is meant',
    errors: [{ field: 'X-Tenant-ID', message: 'is required: the identity belongs to several tenants' }],
  },
  UTILITY_REJECTED: { detail: 'Rejected by utility guard: X-Model-Confidence is below 1' },
  MEMORY_NOT_FOUND: {
    detail: 'There is no memory 019ab2c4-5d6e-7f80-9a1b-2c3d4e5f6071 in this tenant',
    path: MEMORY_PATH,
  },
  RUN_NOT_FOUND: {
    detail:
      'There is no run 019ab2c4-5d6e-7f80-9a1b-2c3d4e5f6072, or it is too long ago to be undone as a whole',
    path: '/sleep/undo',
  },
  SLEEP_RUNNING: {
    detail:
      'The run 019ab2c4-5d6e-7f80-9a1b-2c3d4e5f6072 of this tenant is under way; GET /sleep/status tells how far it is',
    path: '/sleep/run',
  },
  ROUTE_NOT_FOUND: { detail: 'There is no route /rememeber; see /docs', path: '/rememeber' },
  METHOD_NOT_ALLOWED: { detail: '/remember takes POST' },
  GONE: {
    detail: '/memory/metrics is gone. Use GET /metrics',
    path: '/memory/metrics',
  },
  HOST_DENIED: {
    detail: 'Host: the service does not go by the name brain.example.com; name it in SOMABRAIN_ALLOWED_HOSTS',
  },
  PAYLOAD_TOO_LARGE: { detail: 'The body may have at most 1048576 bytes' },
  UNSUPPORTED_MEDIA_TYPE: { detail: 'Send the body with the header "Content-Type: application/json"' },
  BATCH_ABORTED: {
    detail: 'Nothing was stored: another item of the atomic batch is not valid',
    path: '/remember/batch',
  },
  CURSOR_INVALID: { detail: 'cursor: is not one that this list gave', path: '/memories' },
  VERSION_NOT_FOUND: { detail: 'The memory has no version 7', path: `${MEMORY_PATH}/restore` },
  KEY_TAKEN: {
    detail: 'Another memory of the same user and agent in the namespace default has the key kb.paris',
    path: MEMORY_PATH,
  },
  VERSION_MISMATCH: {
    detail: 'The memory has version 4; read it again before you change it',
    path: MEMORY_PATH,
  },
  IDEMPOTENCY_KEY_REUSED: {
    detail: 'Idempotency-Key: was sent with another body before; make a new key for each request',
    errors: [{ field: 'Idempotency-Key', message: 'was sent with another body before' }],
  },
  DEADLINE_EXCEEDED: {
    detail:
      'The 50 ms of X-Deadline-MS are over; a write may be stored or not: repeat it with the same Idempotency-Key',
  },
  RATE_LIMITED: { detail: 'rate limit exceeded: try again in 1 s' },
  QUOTA_EXCEEDED: {
    detail: 'daily write quota exceeded: the tenant may store or change 50000 memories a day (UTC)',
  },
  AS_OF_TOO_LARGE: {
    detail: 'as_of: the namespace default held more than 20000 memories then',
    path: '/recall',
  },
  INTERNAL: { detail: 'The request failed; the log has the reason under this trace id' },
  OVERLOADED: { detail: '10000 items wait to be written already; try again in a second' },
  DATABASE_UNAVAILABLE: { detail: 'The database does not answer; nothing was stored' },
  MEMORY_UNAVAILABLE: { detail: 'The memory service cannot be reached; nothing was stored' },
  WRITES_QUEUED: {
    detail: 'Earlier writes of this tenant wait in the journal; nothing was changed, try again shortly',
  },
  IDENTITY_UNAVAILABLE: {
    detail: 'The keys that tokens are checked with cannot be fetched; try again shortly',
  },
  WORKING_MEMORY_UNAVAILABLE: { detail: 'Redis does not answer; try again shortly' },
  COGNITION_UNAVAILABLE: {
    detail: 'There is no cognitive loop here: it needs ENABLE_COG_THREADS=1',
    path: '/reward/frame-1',
  },
  SHUTTING_DOWN: { detail: 'This process is stopping and takes no more writes' },
  NAMESPACE_TOO_LARGE: {
    detail: 'The namespace default needs more memory than SOMABRAIN_INDEX_MEMORY_MB allows',
    path: '/recall',
  },
};

/** Any request may end in these, and items of a batch; no route refers to them. */
const OF_NO_ROUTE: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  'ROUTE_NOT_FOUND',
  'METHOD_NOT_ALLOWED',
  'GONE',
  'HOST_DENIED',
  'BATCH_ABORTED',
]);

/**
 * The example components of an OpenAPI document: one for each problem code it uses.
 * @param routes the document's routes as text
 */
export function problemExamples(routes: string): Record<string, { summary: string; value: object }> {
  const codes = (Object.keys(OCCURRENCES) as ProblemCode[]).filter(
    (code) => OF_NO_ROUTE.has(code) || routes.includes(`"#/components/examples/${code}"`),
  );
  return Object.fromEntries(
    codes.map((code) => {
      const { detail, path = '/remember', ...about } = OCCURRENCES[code];
      const value = problemDocument(new Problem(code, detail, about), { path, traceId: TRACE_ID });
      return [code, { summary: PROBLEM_CATALOGUE[code].title, value }];
    }),
  );
}
