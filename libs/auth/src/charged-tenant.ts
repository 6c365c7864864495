import { requestedTenant } from '@somabrain/http';
import { isTenantId, SYSTEM_TENANT, type TenantId } from '@somabrain/kernel';
import type { Request } from 'express';
import './authenticate';
import type { Identity } from './identity';

/** Paths of routes that are about a tenant, which the first group names; the second is there where they are about more than its limits. */
const ABOUT_TENANT = /^\/tenants\/([^/]+)(\/[^/]+)?\/?$/i;

/**
 * Whose request it is, before anything is known about its route. One that names a tenant that its identity does not belong to counts for a
 * tenant of the identity; those of identities without any count together.
 * @returns null: nobody's. Of the routes for everybody, and of whoever sets the limits of tenants: they must be within reach while a tenant
 * floods the service.
 */
export function chargedTenant(request: Request): TenantId | null {
  const { identity } = request;
  if (!identity) return null;
  const [, inPath, rest] = ABOUT_TENANT.exec(request.path) ?? [];
  const setsLimits = inPath !== undefined && rest === undefined && identity.permissions.has('tenant:write');
  if (setsLimits && /^(?:GET|HEAD|PUT)$/.test(request.method)) return null;
  const named = inPath !== undefined && isTenantId(inPath) ? inPath : tenantOfHeader(request);
  return tenantOf(identity, named, request.origin.defaultTenant);
}

function tenantOf({ tenants }: Identity, named: TenantId | undefined, standard: TenantId): TenantId {
  if (tenants === 'any') return named ?? standard;
  if (named !== undefined && tenants.includes(named)) return named;
  return tenants[0] ?? SYSTEM_TENANT;
}

/** A name that is none is refused later. */
function tenantOfHeader(request: Request): TenantId | undefined {
  try {
    return requestedTenant(request);
  } catch {
    return undefined;
  }
}
