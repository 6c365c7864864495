import { randomBytes } from 'node:crypto';

const TRACEPARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(-.*)?$/;
const ZERO_TRACE = '0'.repeat(32);

/** A new W3C trace id: 32 hex digits. */
export function newTraceId(): string {
  return randomBytes(16).toString('hex');
}

/** A W3C `traceparent` header for a call within a trace: sampled, under a span id of its own. */
export function traceparentOf(traceId: string): string {
  return `00-${traceId}-${randomBytes(8).toString('hex')}-01`;
}

/** The trace id of a W3C `traceparent` header, or null where the header is absent or malformed. */
export function traceIdOf(traceparent: string | undefined): string | null {
  if (!traceparent || traceparent.length > 512) return null;
  const traceId = TRACEPARENT.exec(traceparent)?.[1];
  return traceId && traceId !== ZERO_TRACE && !traceparent.startsWith('ff') ? traceId : null;
}
