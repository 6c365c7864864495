import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ACCESS, PUBLIC, requestedTenant, TENANT_PARAMETER } from '@somabrain/http';
import { parseTenantId, Problem, type TenantId } from '@somabrain/kernel';
import type { Request } from 'express';
import { identityOf } from './authenticate';
import type { Identity } from './identity';
import { permissionDenied } from './insufficient-scope';
import type { Permission } from './permissions';

/** Lets an identity do what its permissions allow, for a tenant that it belongs to. */
@Injectable()
export class AccessGuard implements CanActivate {
  private readonly lists = new WeakMap<ReadonlySet<Permission>, readonly Permission[]>();

  constructor(private readonly reflector: Reflector) {}

  canActivate(execution: ExecutionContext): boolean {
    const targets = [execution.getHandler(), execution.getClass()];
    const access = this.reflector.getAllAndOverride<readonly Permission[] | typeof PUBLIC | undefined>(
      ACCESS,
      targets,
    );
    if (access === PUBLIC) return true;
    if (access === undefined)
      throw new Problem('INTERNAL', 'The route does not declare the permission it needs');
    const request = execution.switchToHttp().getRequest<Request>();
    const identity = identityOf(request);
    const { subject: actor, roles, permissions } = identity;
    const parameter = this.reflector.getAllAndOverride<string | undefined>(TENANT_PARAMETER, targets);
    const requested = parameter === undefined ? requestedTenant(request) : tenantInPath(request, parameter);
    const tenant = tenantFor(identity, requested, request.origin.defaultTenant);
    if (!access.some((permission) => permissions.has(permission))) throw permissionDenied(access);
    request.caller = { tenant, actor, roles, permissions: this.listOf(permissions) };
    return true;
  }

  /** The same list for all requests of an identity. */
  private listOf(permissions: ReadonlySet<Permission>): readonly Permission[] {
    let list = this.lists.get(permissions);
    if (!list) {
      list = Object.freeze([...permissions]);
      this.lists.set(permissions, list);
    }
    return list;
  }
}

/** @throws Problem TENANT_INVALID; TENANT_DENIED where the header names another one */
function tenantInPath(request: Request, parameter: string): TenantId {
  const named = parseTenantId(String(request.params[parameter]), parameter);
  const requested = requestedTenant(request) ?? named;
  if (requested === named) return named;
  throw new Problem('TENANT_DENIED', 'X-Tenant-ID: it must be the tenant of the path');
}

/** @throws Problem TENANT_DENIED, TENANT_REQUIRED */
function tenantFor({ tenants }: Identity, requested: TenantId | undefined, standard: TenantId): TenantId {
  if (tenants === 'any') return requested ?? standard;
  if (requested !== undefined) {
    if (tenants.includes(requested)) return requested;
    throw new Problem('TENANT_DENIED', 'X-Tenant-ID: the identity does not belong to this tenant');
  }
  const [only, ...others] = tenants;
  if (only === undefined) throw new Problem('TENANT_DENIED', 'The identity belongs to no tenant');
  if (others.length === 0) return only;
  const message = 'is required: the identity belongs to several tenants';
  throw new Problem('TENANT_REQUIRED', 'The identity belongs to several tenants: name one in X-Tenant-ID', {
    errors: [{ field: 'X-Tenant-ID', message }],
  });
}
