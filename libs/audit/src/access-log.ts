import type { TenantId } from '@somabrain/kernel';
import type { AccessAction } from './audit-actions';
import type { AuditEvent } from './audit-record';

/**
 * Takes down who read what. Records are stored a moment later, in batches: a killed process may lose those of the last quarter of a
 * second. The class is its own injection token.
 */
export abstract class AccessLog {
  /**
   * @returns a promise when too many records wait; it resolves when there is room again, and the caller must not go on before
   * @throws Problem SHUTTING_DOWN, also as a rejection
   */
  abstract record(tenant: TenantId, event: AuditEvent<AccessAction>): void | Promise<void>;
}

/** Of programs that keep none. */
export const noAccessLog: AccessLog = { record: () => undefined };
