import type { JsonObject } from '@somabrain/kernel';
import type { EventMessage } from './event-bus';

/** An event as CloudEvents 1.0 describes it, with the extension `traceparent` (Distributed Tracing). */
export interface CloudEvent<Data extends JsonObject = JsonObject> {
  specversion: '1.0';
  /** Unique per source; consumers drop repeats by it. */
  id: string;
  source: string;
  /** Such as `somabrain.memory.remembered.v1`: the version changes when a consumer would no longer understand `data`. */
  type: string;
  subject: string;
  /** RFC 3339. */
  time: string;
  datacontenttype: 'application/json';
  traceparent: string;
  data: Data;
}

/** Content type of the structured mode in the Kafka protocol binding of CloudEvents. */
const STRUCTURED_JSON = 'application/cloudevents+json; charset=UTF-8';

/** The event as a message in structured mode: the whole of it is in the value. @param key orders it among others with the same key */
export function cloudEventMessage(key: string, event: CloudEvent): EventMessage {
  return { key, value: JSON.stringify(event), headers: { 'content-type': STRUCTURED_JSON } };
}

/**
 * A W3C `traceparent` for what happened in a trace whose spans are not kept.
 * The parent id is the second half of the event's UUID, which is never all zeros; the flags say "not sampled".
 * @param traceId 32 hex digits
 * @param eventId a UUID
 */
export function traceparentOf(traceId: string, eventId: string): string {
  return `00-${traceId}-${eventId.replaceAll('-', '').slice(16)}-00`;
}
