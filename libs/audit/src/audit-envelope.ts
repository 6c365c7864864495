import {
  type CloudEvent,
  cloudEventMessage,
  type EventMessage,
  type Topic,
  TOPICS,
  traceparentOf,
} from '@somabrain/events';
import type { AuditRecord, AuditStream } from './audit-record';

/** `data` of a published audit event: the whole record, and what was decided about it. */
export interface AuditEventData extends AuditRecord {
  decision: 'allow' | 'deny';
}

/** The topic that a stream is published to. */
export const TOPIC_OF_STREAM: Readonly<Record<AuditStream, Topic>> = {
  operations: TOPICS.auditOperations,
  access: TOPICS.auditOperations,
  events: TOPICS.auditEvents,
};

/** A record as the message that is published: CloudEvents 1.0 in structured mode, keyed by its tenant. */
export function auditMessage(record: AuditRecord): EventMessage {
  return cloudEventMessage(record.tenant, auditCloudEvent(record));
}

/** A record as a CloudEvent. */
export function auditCloudEvent(record: AuditRecord): CloudEvent<AuditEventData> {
  const { id } = record.resource;
  return {
    specversion: '1.0',
    id: record.id,
    source: '/somabrain/audit',
    type: `somabrain.${record.action}.v1`,
    subject: typeof id === 'string' ? `${record.tenant}/${id}` : record.tenant,
    time: record.time,
    datacontenttype: 'application/json',
    traceparent: traceparentOf(record.trace_id, record.id),
    data: { ...record, decision: record.outcome === 'denied' ? 'deny' : 'allow' },
  };
}

/** The record that was published as this event: `isSealed` checks its hash, and its `prev_hash` links it to the one before. */
export function recordOf(event: CloudEvent<AuditEventData>): AuditRecord {
  const record: Partial<AuditEventData> = { ...event.data };
  delete record.decision;
  return record as AuditRecord;
}
