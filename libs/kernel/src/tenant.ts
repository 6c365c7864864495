import { Problem } from './problem';
import type { Visibility } from './visibility';

declare const brand: unique symbol;

/** A checked tenant id. It has no quote, comma or space, so a list of them can be bound to a session setting as it is. */
export type TenantId = string & { readonly [brand]: 'TenantId' };

export const TENANT_ID_PATTERN = /^[A-Za-z0-9_.:-]{1,64}$/;

/** Owner of the security and system events that belong to no tenant. No request may act as it. */
export const SYSTEM_TENANT = '_system' as TenantId;

/** The namespace of requests that name none. */
export const DEFAULT_NAMESPACE = 'default';

/** On whose behalf an operation runs. Every use case takes one, so none can run without a tenant. */
export interface TenantContext {
  readonly tenant: TenantId;
  /** Who asked: the subject of the identity, or `anonymous` where none is required. */
  readonly actor: string;
  /** W3C trace id: 32 hex digits. */
  readonly traceId: string;
  /** When the answer is of no use any more, in milliseconds of `performance.now()`; absent where the caller did not say. */
  readonly deadlineAt?: number;
  /** Id of the policy's decision that allowed it; absent where no policy was asked. */
  readonly decisionId?: string;
  /** Mark of the session that it is part of; absent where the caller named none. */
  readonly session?: string;
  /** What of the tenant it may see and change; absent: everything. */
  readonly visibility?: Visibility;
  /** Whether it may end the life of a memory (permission `memory:delete`); absent: it may. */
  readonly mayDelete?: boolean;
}

/** Through whose eyes rows are read. */
export type Viewer = Pick<TenantContext, 'tenant' | 'visibility'>;

/** Whether the text can be a tenant id. */
export function isTenantId(text: string): text is TenantId {
  return TENANT_ID_PATTERN.test(text);
}

/**
 * Checks a tenant id that came from outside.
 * @param field the header or variable it came from, for the error
 * @throws Problem TENANT_INVALID
 */
export function parseTenantId(text: string, field: string): TenantId {
  if (!TENANT_ID_PATTERN.test(text)) {
    throw new Problem('TENANT_INVALID', `${field} must be 1 to 64 letters, digits or _ . : -`, {
      errors: [{ field, message: 'must match [A-Za-z0-9_.:-]{1,64}' }],
    });
  }
  if (text === SYSTEM_TENANT) {
    throw new Problem(
      'TENANT_INVALID',
      `${field} must not be ${SYSTEM_TENANT}, which is the service’s own tenant`,
      {
        errors: [{ field, message: 'is reserved' }],
      },
    );
  }
  return text as TenantId;
}
