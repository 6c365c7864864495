import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ACCESS, type Principal, PUBLIC, routeTemplateOf } from '@somabrain/http';
import type { Request } from 'express';
import { PolicyGate } from './policy-gate';
import type { PolicyQuestion } from './policy-engine';

/**
 * Asks the policy about every route that works for a tenant. Stands behind the guards that find out who asks, and how much of it.
 * A route with several permissions asks itself, once it knows which of them is used.
 */
@Injectable()
export class PolicyGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly gate: PolicyGate,
  ) {}

  async canActivate(execution: ExecutionContext): Promise<boolean> {
    const targets = [execution.getHandler(), execution.getClass()];
    const access = this.reflector.getAllAndOverride<readonly string[] | typeof PUBLIC>(ACCESS, targets);
    const request = execution.switchToHttp().getRequest<Request>();
    const { caller } = request;
    if (access === PUBLIC || !caller) return true;
    const [action, ...others] = access;
    if (action === undefined || others.length > 0) return true;
    const permit = await this.gate.permit(questionOf(request, caller, action), request.origin.traceId);
    request.caller = { ...caller, ...permit };
    return true;
  }
}

/** The question about a request. @param action the permission that it uses */
export function questionOf(
  request: Request,
  { tenant, actor, roles, permissions }: Principal,
  action: string,
): PolicyQuestion & Pick<Principal, 'tenant'> {
  const { id } = request.params;
  return {
    subject: { id: actor, roles, permissions },
    tenant,
    action,
    resource: { type: action.slice(0, action.indexOf(':')), id: typeof id === 'string' ? id : null },
    request: { method: request.method, path: routeTemplateOf(request).replace(/:(\w+)/g, '{$1}') },
  };
}
