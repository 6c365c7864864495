import type { AuditStream } from './audit-record';

/** What the audit tells its metrics. */
export interface AuditObserver {
  /** Records were committed to a stream. */
  sealed(stream: AuditStream, records: number): void;
  /** Records of a stream were acknowledged by the bus. */
  published(stream: AuditStream, records: number): void;
  /**
   * What waits for the bus, told every few seconds.
   * @param oldestSeconds age of what waits longest; 0 when nothing waits
   */
  outbox(records: number, oldestSeconds: number): void;
  /** How many records of the stream `access` wait to be stored. */
  accessWaiting(records: number): void;
  /** A chain of a stream was found not to be what was sealed. */
  chainFault(stream: AuditStream): void;
}
