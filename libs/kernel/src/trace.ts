import { randomBytes, randomFillSync } from 'node:crypto';

const TRACEPARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(-.*)?$/;
const ZERO_TRACE = '0'.repeat(32);

const TRACE_BYTES = 16;
/** Random bytes for the next ids: to ask for few takes as long as to ask for many. */
const pool = Buffer.alloc(256 * TRACE_BYTES);
let taken = pool.length;

/** A new W3C trace id: 32 hex digits. */
export function newTraceId(): string {
  if (taken === pool.length) {
    randomFillSync(pool);
    taken = 0;
  }
  taken += TRACE_BYTES;
  return pool.toString('hex', taken - TRACE_BYTES, taken);
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
