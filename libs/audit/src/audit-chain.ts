import { createHash } from 'node:crypto';
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
    outcome: 'success',
    trace_id: event.traceId,
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

function hashOf(record: Omit<AuditRecord, 'hash'>): string {
  return createHash('sha256')
    .update(Buffer.from(record.prev_hash as string, 'hex'))
    .update(canonicalJson(record))
    .digest('hex');
}

/** Where and how a chain is broken. */
export interface ChainFault {
  readonly seq: number;
  readonly fault: 'changed' | 'missing' | 'doubled' | 'unlinked';
}

/**
 * Checks records, given in the order they are stored in, against the chain that starts at `end`.
 * @returns the first fault, or null and nothing else wrong
 */
export function verifyRecords(
  end: ChainEnd,
  records: Iterable<AuditRecord>,
): { end: ChainEnd; fault: ChainFault | null } {
  let last = end;
  for (const record of records) {
    const fault = faultOf(last, record);
    if (fault) return { end: last, fault: { seq: record.seq, fault } };
    last = chainEndOf(record);
  }
  return { end: last, fault: null };
}

function faultOf(last: ChainEnd, record: AuditRecord): ChainFault['fault'] | null {
  if (record.seq <= last.seq) return 'doubled';
  if (record.seq > last.seq + 1) return 'missing';
  const { hash, ...sealed } = record;
  if (hashOf(sealed) !== hash) return 'changed';
  return record.prev_hash === last.hash.toString('hex') ? null : 'unlinked';
}
