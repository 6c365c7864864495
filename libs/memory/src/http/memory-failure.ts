import { Problem, type ProblemCode } from '@somabrain/kernel';
import type { z } from 'zod';
import type { problemSchema } from '../contract/problem-schema';
import { NEEDED_TO_END } from '../planning/write-refusals';

/** What has to be known of a request that got no proper answer. */
export interface FailureDetails {
  /** Whether the service cannot have seen the request, so that nothing was changed. */
  readonly unseen: boolean;
  /** Whether another attempt may meet something else: a lost connection, not a service that is slow. */
  readonly broken: boolean;
  readonly cause?: unknown;
}

/** The memory service gave no answer that could be understood. The breaker counts these. */
export class MemoryFailure extends Error {
  override readonly name = 'MemoryFailure';
  readonly unseen: boolean;
  readonly broken: boolean;

  constructor(message: string, { unseen, broken, cause }: FailureDetails) {
    super(message, { cause });
    this.unseen = unseen;
    this.broken = broken;
  }
}

/** Problems of the hop itself: they say that the two services do not understand one another, nothing about the caller's request. */
const OF_THE_HOP: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  'UNAUTHENTICATED',
  'ROUTE_NOT_FOUND',
  'METHOD_NOT_ALLOWED',
  'MALFORMED_JSON',
  'UNSUPPORTED_MEDIA_TYPE',
  'TENANT_INVALID',
]);

/** Whether a problem concerns only the connection to the memory service, and not the request of the caller. */
export function isOfTheHop({ code }: z.output<typeof problemSchema>): boolean {
  return OF_THE_HOP.has(code);
}

/** A problem of the memory service as one of this process. */
export function problemOf({ code, detail, errors }: z.output<typeof problemSchema>): Problem {
  // The document does not say which permission was lacking, and the service asks for one only.
  const permissions = code === 'PERMISSION_DENIED' ? [NEEDED_TO_END] : [];
  return new Problem(code, detail, { errors, permissions });
}

const NEVER_SEEN: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
]);
const TOO_SLOW: ReadonlySet<string> = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']);

/** The problem that a failure of the transport means for the caller. */
export function transportFailure(error: unknown): MemoryFailure {
  const code = codeOf(error);
  return new MemoryFailure(`the request failed (${code})`, {
    unseen: NEVER_SEEN.has(code),
    broken: !TOO_SLOW.has(code),
    cause: error,
  });
}

/** A host with several addresses fails with one error for each. */
function codeOf(error: unknown): string {
  const { code, name, errors } = (error ?? {}) as { code?: unknown; name?: unknown; errors?: unknown };
  if (typeof code === 'string') return code;
  if (Array.isArray(errors) && errors.length > 0) return codeOf(errors[0]);
  return typeof name === 'string' ? name : 'unknown reason';
}
