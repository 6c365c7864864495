import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { currentContext, parseTenantId, type TenantContext, type TenantId } from '@somabrain/kernel';
import type { Request } from 'express';

declare module 'express-serve-static-core' {
  interface Request {
    /** On whose behalf it runs; set by the guard of the route. */
    caller?: Pick<TenantContext, 'tenant' | 'actor'>;
  }
}

/** On whose behalf a request runs, and the trace id its answer shows. */
export interface Caller {
  readonly context: TenantContext;
  readonly shownTraceId: string;
}

/** The caller of a request. */
export const FromCaller = createParamDecorator((_: unknown, execution: ExecutionContext): Caller => {
  const { origin, caller, deadlineAt } = execution.switchToHttp().getRequest<Request>();
  if (!caller) throw new Error('A handler asks for its caller, and no guard found out who that is');
  const log = currentContext();
  if (log) log.tenant = caller.tenant;
  return {
    context: { ...caller, traceId: origin.traceId, ...(deadlineAt !== undefined && { deadlineAt }) },
    shownTraceId: origin.shownTraceId,
  };
});

/** The tenant that a request names in its headers. @throws Problem TENANT_INVALID */
export function requestedTenant(request: Request): TenantId | undefined {
  for (const header of ['X-Tenant-ID', 'X-Soma-Tenant']) {
    const sent = request.get(header);
    if (sent !== undefined) return parseTenantId(sent, header);
  }
  return undefined;
}
