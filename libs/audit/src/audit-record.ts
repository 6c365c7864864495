import type { JsonObject } from '@somabrain/kernel';

/** Each tenant has one chain a stream. */
export type AuditStream = 'operations';

/** What an audit record says, before it is linked into its chain. Never content: ids, sizes and keyed digests. */
export interface AuditEvent {
  /** UUIDv7, made when the operation was accepted; consumers dedupe by it. */
  readonly id: string;
  readonly actor: string;
  readonly action: 'memory.remembered' | 'memory.updated' | 'memory.deleted' | 'memory.expired';
  readonly traceId: string;
  readonly resource: JsonObject;
  readonly data: JsonObject;
}

/** A record as it is stored and published: JSON with snake_case members, `hash` its seal. */
export interface AuditRecord extends JsonObject {
  id: string;
  tenant: string;
  stream: string;
  seq: number;
  /** ISO 8601, by the database's clock. */
  time: string;
  actor: string;
  action: string;
  outcome: string;
  trace_id: string;
  resource: JsonObject;
  data: JsonObject;
  /** Hex of the hash of the record before; 64 zeros in the first. */
  prev_hash: string;
  /** Hex of the SHA-256 that seals this record. */
  hash: string;
}
