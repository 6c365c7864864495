import type { TenantId } from '@somabrain/kernel';
import { type Permission, PERMISSIONS } from './permissions';

/** Who a request is from. */
export interface Identity {
  /** As it stands in the audit. */
  readonly subject: string;
  /** The tenants it may act for. */
  readonly tenants: readonly TenantId[] | 'any';
  /** As its token names them, scopes included: what a policy goes by. */
  readonly roles: readonly string[];
  readonly permissions: ReadonlySet<Permission>;
}

/** Everybody, where nobody is asked who they are. */
export const ANONYMOUS: Identity = {
  subject: 'anonymous',
  tenants: 'any',
  roles: ['admin'],
  permissions: new Set(PERMISSIONS),
};

/** Who shows the static API token. */
export const ADMINISTRATOR: Identity = {
  subject: 'api-token',
  tenants: 'any',
  roles: ['admin'],
  permissions: new Set(PERMISSIONS),
};
