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
  // In the order of the canonical form, which is then written in one go.
  const record = {
    action: event.action,
    actor: event.actor,
    data: event.data,
    ...(event.decisionId !== undefined && { decision_id: event.decisionId }),
    id: event.id,
    outcome: event.outcome ?? 'success',
    prev_hash: end.hash.toString('hex'),
    resource: event.resource,
    seq: end.seq + 1,
    stream: place.stream,
    tenant: place.tenant,
    time: new Date(place.time).toISOString(),
    trace_id: event.traceId,
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
