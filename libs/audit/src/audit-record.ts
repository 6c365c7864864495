import type { JsonObject } from '@somabrain/kernel';
import type { AuditAction } from './audit-actions';

/** Each tenant has one chain a stream: changes of memories, access to them, and security and system events. */
export const AUDIT_STREAMS = ['operations', 'access', 'events'] as const;
export type AuditStream = (typeof AUDIT_STREAMS)[number];

export type AuditOutcome = 'success' | 'denied' | 'failed';

/** What an audit record says, before it is linked into its chain. Never content: ids, sizes and keyed digests. */
export interface AuditEvent<Action extends AuditAction = AuditAction> {
  /** UUIDv7, made when the operation was accepted; consumers dedupe by it. */
  readonly id: string;
  readonly actor: string;
  readonly action: Action;
  /** By default `success`. */
  readonly outcome?: AuditOutcome;
  readonly traceId: string;
  /** Id of the policy's decision that allowed or denied it; undefined where no policy was asked. */
  readonly decisionId?: string | undefined;
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
