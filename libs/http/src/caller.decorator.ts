import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Compatibility } from '@somabrain/config';
import { currentContext, parseTenantId, type TenantContext, type TenantId } from '@somabrain/kernel';
import type { Request } from 'express';

declare module 'express-serve-static-core' {
  interface Request {
    /** On whose behalf it runs; set by the guards of the route. */
    caller?: Principal;
  }
}

/** On whose behalf a request runs, what they may do, and what the policy added to it. */
export interface Principal extends Pick<TenantContext, 'tenant' | 'actor' | 'decisionId' | 'visibility'> {
  readonly roles: readonly string[];
  readonly permissions: readonly string[];
}

/** On whose behalf a request runs, and the trace id its answer shows. */
export interface Caller {
  readonly context: TenantContext;
  readonly shownTraceId: string;
  /** Whose answers it gets. */
  readonly compatibility: Compatibility;
}

/** The caller of a request. */
export const FromCaller = createParamDecorator((_: unknown, execution: ExecutionContext): Caller => {
  const request = execution.switchToHttp().getRequest<Request>();
  const { origin, caller, deadlineAt, compatibility = 'none' } = request;
  if (!caller) throw new Error('A handler asks for its caller, and no guard found out who that is');
  const log = currentContext();
  if (log) log.tenant = caller.tenant;
  const context = { ...contextOf(caller, origin.traceId), ...(deadlineAt !== undefined && { deadlineAt }) };
  return { context, shownTraceId: origin.shownTraceId, compatibility };
});

function contextOf(
  { tenant, actor, decisionId, visibility, permissions }: Principal,
  traceId: string,
): TenantContext {
  return {
    tenant,
    actor,
    traceId,
    ...(decisionId !== undefined && { decisionId }),
    ...(visibility && { visibility }),
    ...(!permissions.includes('memory:delete') && { mayDelete: false }),
  };
}

/** The tenant that a request names in its headers. @throws Problem TENANT_INVALID */
export function requestedTenant(request: Request): TenantId | undefined {
  for (const header of ['X-Tenant-ID', 'X-Soma-Tenant']) {
    const sent = request.get(header);
    if (sent !== undefined) return parseTenantId(sent, header);
  }
  return undefined;
}
