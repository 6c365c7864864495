import { newTraceId, runInContext, type TenantId, traceIdOf } from '@somabrain/kernel';
import type { Request, RequestHandler } from 'express';

/** What is known of a request before anything of it is read. */
export interface RequestOrigin {
  /** What the caller calls this request, or the trace id where it has no name for it. */
  readonly requestId: string;
  /** W3C trace id: the caller's, or a new one. */
  readonly traceId: string;
  /** The id that answers and log lines carry: the caller's own where there is one. */
  readonly shownTraceId: string;
  /** When its head arrived, in milliseconds of `performance.now()`. */
  readonly arrivedAt: number;
  /** The tenant of requests that name none. */
  readonly defaultTenant: TenantId;
}

declare module 'express-serve-static-core' {
  interface Request {
    origin: RequestOrigin;
    /** When its answer is of no use any more, in milliseconds of `performance.now()`. Only on routes that enforce it. */
    deadlineAt?: number;
    /** The code of the problem this request was answered with, for the access log. */
    problemCode?: string;
  }
}

const REQUEST_ID = /^[\x21-\x7e]{1,128}$/;

/** Names the request, echoes the name, and lets every log line written while it is served carry it. */
export function requestOrigin(defaultTenant: TenantId): RequestHandler {
  return (request, response, next) => {
    const origin = originOf(request, defaultTenant);
    request.origin = origin;
    response.setHeader('X-Request-ID', origin.requestId);
    runInContext({ trace_id: origin.shownTraceId }, next);
  };
}

function originOf(request: Request, defaultTenant: TenantId): RequestOrigin {
  const named = wellFormed(request.headers['x-request-id']);
  const inherited = traceIdOf(single(request.headers.traceparent));
  const traceId = inherited ?? newTraceId();
  const requestId = named ?? traceId;
  return {
    requestId,
    traceId,
    shownTraceId: inherited ?? requestId,
    arrivedAt: performance.now(),
    defaultTenant,
  };
}

function wellFormed(header: string | string[] | undefined): string | undefined {
  const text = single(header);
  return text !== undefined && REQUEST_ID.test(text) ? text : undefined;
}

function single(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' ? header : undefined;
}
