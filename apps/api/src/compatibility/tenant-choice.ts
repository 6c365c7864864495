import { Injectable } from '@nestjs/common';
import { identityOf, type Permission } from '@somabrain/auth';
import { requestedTenant } from '@somabrain/http';
import { currentContext, parseTenantId, type TenantContext } from '@somabrain/kernel';
import { PolicyGate, questionOf } from '@somabrain/policy';
import type { Request } from 'express';
import { requireSameTenant } from '../context/tenant-field';

/** Which tenant a body means. The original let it choose; here only an administrator of every tenant may. */
@Injectable()
export class TenantChoice {
  constructor(private readonly policy: PolicyGate) {}

  /**
   * The context of the tenant that a body names. It is the tenant of the request or, for an administrator whose headers name none, another one,
   * about which the policy is asked anew.
   * @param context of the request
   * @param permission that the route uses
   * @throws Problem VALIDATION_FAILED for another tenant; TENANT_INVALID, POLICY_DENIED, POLICY_UNAVAILABLE
   */
  async chosen(
    request: Request,
    context: TenantContext,
    named: string | null | undefined,
    permission: Permission,
  ): Promise<TenantContext> {
    const { caller, origin } = request;
    if (!named || named === context.tenant) return context;
    const isNamed = requestedTenant(request) !== undefined;
    if (!caller || isNamed || identityOf(request).tenants !== 'any') {
      requireSameTenant(context, named);
      return context;
    }
    const tenant = parseTenantId(named, 'tenant_id');
    const permit = await this.policy.permit(
      questionOf(request, { ...caller, tenant }, permission),
      origin.traceId,
    );
    const log = currentContext();
    if (log) log.tenant = tenant;
    // Without what the policy added for the tenant of the request.
    const { actor, traceId, deadlineAt, mayDelete } = context;
    return {
      tenant,
      actor,
      traceId,
      ...(deadlineAt !== undefined && { deadlineAt }),
      ...(mayDelete !== undefined && { mayDelete }),
      ...permit,
    };
  }

  /** The same where only a client of the original may choose. */
  async asOriginal(
    request: Request,
    context: TenantContext,
    named: string | null | undefined,
    permission: Permission,
  ): Promise<TenantContext> {
    if (request.compatibility === 'original') return this.chosen(request, context, named, permission);
    requireSameTenant(context, named);
    return context;
  }
}
