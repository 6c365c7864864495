import { hash } from 'node:crypto';
import { canonicalJson } from '@somabrain/kernel';
import type { AuditEvent, AuditRecord, AuditStream } from './audit-record';

/** The end of a chain: what the next record links to. */
export interface ChainEnd {
  readonly seq: number;
  /** 32 bytes; zeros before the first record. */
  readonly hash: Buffer;
}

export const GENESIS: ChainEnd = { seq: 0, hash: Buffer.alloc(32) };

/**
 * Seals an event as the next record of a chain:
 * `hash = SHA-256(prev_hash ‖ RFC 8785 form of the record without hash)`, prev_hash as 32 raw bytes.
 * @param time milliseconds since the Unix epoch
 */
export function sealRecord(
  end: ChainEnd,
  event: AuditEvent,
  place: { readonly tenant: string; readonly stream: AuditStream; readonly time: number },
): AuditRecord {
  const record = {
    id: event.id,
    tenant: place.tenant,
    stream: place.stream,
    seq: end.seq + 1,
    time: new Date(place.time).toISOString(),
    actor: event.actor,
    action: event.action,
    outcome: event.outcome ?? 'success',
    trace_id: event.traceId,
    ...(event.decisionId !== undefined && { decision_id: event.decisionId }),
    resource: event.resource,
    data: event.data,
    prev_hash: end.hash.toString('hex'),
  };
  return { ...record, hash: hashOf(record) };
}

/** The end of a chain whose last record this is. */
export function chainEndOf(record: AuditRecord): ChainEnd {
  return { seq: record.seq, hash: Buffer.from(record.hash, 'hex') };
}

/** Whether the record's hash is the seal of everything else it says. It may still stand in the wrong place. */
export function isSealed({ hash, ...record }: AuditRecord): boolean {
  return typeof record.prev_hash === 'string' && hashOf(record) === hash;
}

function hashOf(record: Record<string, unknown>): string {
  const previous = Buffer.from(record.prev_hash as string, 'hex');
  const form = Buffer.from(canonicalJson(record as Omit<AuditRecord, 'hash'>));
  return hash('sha256', Buffer.concat([previous, form]), 'hex');
}
