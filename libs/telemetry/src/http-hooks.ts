import { IncomingMessage } from 'node:http';
import type { Span } from '@opentelemetry/api';
import type { HttpInstrumentationConfig } from '@opentelemetry/instrumentation-http';
import type { UndiciInstrumentationConfig } from '@opentelemetry/instrumentation-undici';

const OPERATIONAL = /^\/(health|healthz|metrics)(\/|\?|$)/;

/** Requests that come in. Probes and scrapes are none that anybody follows. */
export const requestHooks: HttpInstrumentationConfig = {
  ignoreIncomingRequestHook: ({ url }) => OPERATIONAL.test(url ?? ''),
  // Calls go out through undici, which has an instrumentation of its own.
  disableOutgoingRequestInstrumentation: true,
  requestHook: (span, request) => {
    // The trace id that logs, audit records and answers show is this one.
    if (request instanceof IncomingMessage) request.headers.traceparent = traceparentOf(span);
  },
  applyCustomAttributesOnSpan: (span, request) => {
    const route = routeOf(request);
    if (route === undefined || !(request instanceof IncomingMessage)) return;
    span.updateName(`${request.method ?? ''} ${route}`);
    span.setAttribute('http.route', route);
  },
};

/** Calls of the memory service and of OPA within a request. */
export const callHooks: UndiciInstrumentationConfig = {
  requireParentforSpans: true,
  requestHook: (_span, request) => {
    // The caller named its trace; the instrumentation adds the same one with the span of this call.
    if (Array.isArray(request.headers)) removeHeader(request.headers, 'traceparent');
  },
};

function traceparentOf(span: Span): string {
  const { traceId, spanId, traceFlags } = span.spanContext();
  return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;
}

/** The template of an Express route, such as /memories/:id. */
function routeOf(request: object): string | undefined {
  return 'route' in request ? (request.route as { path?: string } | undefined)?.path : undefined;
}

/** @param headers names and values in turn */
function removeHeader(headers: unknown[], name: string): void {
  for (let at = headers.length - 2; at >= 0; at -= 2) {
    if (String(headers[at]).toLowerCase() === name) headers.splice(at, 2);
  }
}
