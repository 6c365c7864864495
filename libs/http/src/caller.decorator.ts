import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { currentContext, parseTenantId, type TenantContext, type TenantId } from '@somabrain/kernel';
import type { Request } from 'express';

/** On whose behalf a request runs, and the trace id its answer shows. */
export interface Caller {
  readonly context: TenantContext;
  readonly shownTraceId: string;
}

/** The caller of a request. @throws Problem TENANT_INVALID */
export const FromCaller = createParamDecorator((_: unknown, execution: ExecutionContext): Caller => {
  const request = execution.switchToHttp().getRequest<Request>();
  const { origin, deadlineAt } = request;
  const tenant = tenantOf(request) ?? origin.defaultTenant;
  const log = currentContext();
  if (log) log.tenant = tenant;
  return {
    context: {
      tenant,
      actor: 'anonymous',
      traceId: origin.traceId,
      ...(deadlineAt !== undefined && { deadlineAt }),
    },
    shownTraceId: origin.shownTraceId,
  };
});

function tenantOf(request: Request): TenantId | undefined {
  for (const header of ['X-Tenant-ID', 'X-Soma-Tenant']) {
    const sent = request.get(header);
    if (sent !== undefined) return parseTenantId(sent, header);
  }
  return undefined;
}
