import type { LogLevel } from './logger';

/** What every occurrence of a problem has in common. */
export interface ProblemDefinition {
  readonly status: number;
  readonly title: string;
  readonly level: LogLevel;
  /** Seconds to wait before trying again, or until the day (UTC) is over, sent as Retry-After; absent where trying again does not help. */
  readonly retryAfter?: number | 'tomorrow';
}

/** Every error code of the public API, in one place. Clients switch on the code, so a code is never renamed. */
export const PROBLEM_CATALOGUE = {
  MALFORMED_JSON: { status: 400, title: 'The body is not valid JSON', level: 'INFO' },
  MALFORMED_REQUEST: { status: 400, title: 'The request cannot be read', level: 'INFO' },
  VALIDATION_FAILED: { status: 400, title: 'The request is not valid', level: 'INFO' },
  TENANT_INVALID: { status: 400, title: 'The tenant id is not valid', level: 'INFO' },
  TENANT_REQUIRED: { status: 400, title: 'The identity has several tenants; name one', level: 'INFO' },
  CURSOR_INVALID: { status: 400, title: 'The cursor is not valid for this list', level: 'INFO' },
  IMPORT_INVALID: { status: 400, title: 'The import file is incomplete or not valid', level: 'INFO' },
  UNAUTHENTICATED: { status: 401, title: 'The credentials are missing or wrong', level: 'INFO' },
  PERMISSION_DENIED: { status: 403, title: 'Permission denied', level: 'INFO' },
  TENANT_DENIED: { status: 403, title: 'The identity does not belong to this tenant', level: 'INFO' },
  POLICY_DENIED: { status: 403, title: 'Denied by policy', level: 'INFO' },
  POLICY_UNAVAILABLE: {
    status: 403,
    title: 'Policy decision unavailable',
    level: 'WARN',
    retryAfter: 2,
  },
  HOST_DENIED: { status: 421, title: 'The host name is not allowed', level: 'INFO' },
  UTILITY_REJECTED: { status: 403, title: 'Model confidence below threshold', level: 'INFO' },
  MEMORY_NOT_FOUND: { status: 404, title: 'No such memory', level: 'INFO' },
  VERSION_NOT_FOUND: { status: 404, title: 'The memory has no such version', level: 'INFO' },
  RUN_NOT_FOUND: { status: 404, title: 'No such run', level: 'INFO' },
  ROUTE_NOT_FOUND: { status: 404, title: 'No such route', level: 'INFO' },
  METHOD_NOT_ALLOWED: { status: 405, title: 'The route does not support this method', level: 'INFO' },
  GONE: { status: 410, title: 'The route was removed', level: 'INFO' },
  PAYLOAD_TOO_LARGE: { status: 413, title: 'The body is too large', level: 'INFO' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, title: 'The body must be JSON in UTF-8', level: 'INFO' },
  BATCH_ABORTED: { status: 409, title: 'Another item of the atomic batch failed', level: 'INFO' },
  KEY_TAKEN: { status: 409, title: 'Another memory of the same user and agent has this key', level: 'INFO' },
  SLEEP_RUNNING: { status: 409, title: 'A consolidation run of the tenant is in progress', level: 'INFO' },
  VERSION_MISMATCH: { status: 412, title: 'The memory version does not match', level: 'INFO' },
  IDEMPOTENCY_KEY_REUSED: {
    status: 422,
    title: 'The idempotency key was used for another request',
    level: 'INFO',
  },
  RATE_LIMITED: { status: 429, title: 'Tenant rate limit exceeded', level: 'INFO' },
  QUOTA_EXCEEDED: {
    status: 429,
    title: 'Tenant daily quota exceeded',
    level: 'INFO',
    retryAfter: 'tomorrow',
  },
  AS_OF_TOO_LARGE: { status: 422, title: 'Too many memories for a recall at that time', level: 'INFO' },
  INTERNAL: { status: 500, title: 'Internal server error', level: 'ERROR' },
  OVERLOADED: { status: 503, title: 'Server overloaded', level: 'WARN', retryAfter: 1 },
  DATABASE_UNAVAILABLE: { status: 503, title: 'Database unavailable', level: 'ERROR', retryAfter: 2 },
  MEMORY_UNAVAILABLE: {
    status: 503,
    title: 'Memory service unavailable',
    level: 'ERROR',
    retryAfter: 2,
  },
  WRITES_QUEUED: {
    status: 503,
    title: 'Earlier writes of the tenant are still queued',
    level: 'INFO',
    retryAfter: 2,
  },
  IDENTITY_UNAVAILABLE: {
    status: 503,
    title: 'Token verification keys unavailable',
    level: 'ERROR',
    retryAfter: 2,
  },
  WORKING_MEMORY_UNAVAILABLE: {
    status: 503,
    title: 'Working-memory store unavailable',
    level: 'WARN',
    retryAfter: 1,
  },
  COGNITION_UNAVAILABLE: {
    status: 503,
    title: 'Cognitive loop disabled or unavailable',
    level: 'INFO',
    retryAfter: 5,
  },
  SHUTTING_DOWN: { status: 503, title: 'Server shutting down', level: 'INFO', retryAfter: 1 },
  DEADLINE_EXCEEDED: { status: 504, title: 'Request deadline exceeded', level: 'INFO' },
  NAMESPACE_TOO_LARGE: { status: 507, title: 'The namespace exceeds the index memory budget', level: 'WARN' },
} as const satisfies Record<string, ProblemDefinition>;

export type ProblemCode = keyof typeof PROBLEM_CATALOGUE;
