import { TENANT_ID_PATTERN, SYSTEM_TENANT, type TenantId } from '@somabrain/kernel';
import { z } from 'zod';
import type { Identity } from '../identity';
import { OF_OPERATORS, permissionsOf } from '../permissions';
import { RefusedCredentials } from '../refused-credentials';

const MAX_TENANTS = 1_000;
const tenant = z
  .string()
  .regex(TENANT_ID_PATTERN)
  .refine((id) => id !== SYSTEM_TENANT)
  .transform((id) => id as TenantId);
const MAX_NAMES = 100;
/** A list, or one name of it alone. */
const names = z.union([z.array(z.string()).max(MAX_NAMES), z.string().transform((name) => [name])]);

/** The claims that say who somebody is. Others are ignored. */
const Claims = z.object({
  // It goes into the audit, the headers between services, and the log.
  sub: z
    .string()
    .min(1)
    .max(256)
    .regex(/^[^\p{Cc}\p{Cs}]+$/u),
  exp: z.number(),
  tenant: tenant.optional(),
  tenants: z.array(tenant).max(MAX_TENANTS).optional(),
  roles: names.optional(),
  scope: z
    .string()
    .transform((scope) => scope.split(' '))
    .optional(),
});

/**
 * What checked claims say.
 * @param ownTenant of a token that says nothing of tenants; null: it belongs to none
 * @throws RefusedCredentials
 */
export function identityOfClaims(
  claims: unknown,
  ownTenant: TenantId | null = null,
): { identity: Identity; expiresAt: number } {
  const { data } = Claims.safeParse(claims);
  if (!data) throw new RefusedCredentials('claims');
  const { sub, exp, roles, scope } = data;
  const granted = roles || scope ? [...(roles ?? []), ...(scope ?? [])] : null;
  const permissions = new Set(permissionsOf(granted));
  // An empty list of tenants is a list: it names none.
  const silent = data.tenant === undefined && data.tenants === undefined;
  // An administrator whose token says nothing of tenants is one of all of them.
  const ofAll = silent && roles?.includes('admin') === true;
  const named = [...(data.tenant ? [data.tenant] : []), ...(data.tenants ?? [])];
  const tenants = silent && ownTenant !== null ? [ownTenant] : [...new Set(named)];
  // Limits are not for those whom they limit, nor is the service for those who use a part of it.
  if (!ofAll) for (const permission of OF_OPERATORS) permissions.delete(permission);
  return {
    identity: { subject: sub, tenants: ofAll ? 'any' : tenants, roles: granted ?? ['agent'], permissions },
    expiresAt: exp * 1_000,
  };
}
