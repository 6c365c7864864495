import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { currentContext, parseTenantId, Problem, type TenantContext } from '@somabrain/kernel';
import { wire } from '@somabrain/memory';
import type { Request } from 'express';

const MAX_ACTOR_LENGTH = 1_024;

/** On whose behalf a service calls that carries the token: what it says is believed. @throws Problem TENANT_INVALID, VALIDATION_FAILED */
export const FromContext = createParamDecorator((_: unknown, execution: ExecutionContext): TenantContext => {
  const request = execution.switchToHttp().getRequest<Request>();
  const tenant = parseTenantId(request.get(wire.TENANT_HEADER) ?? '', wire.TENANT_HEADER);
  const log = currentContext();
  if (log) log.tenant = tenant;
  const { origin, deadlineAt } = request;
  return {
    tenant,
    actor: actorOf(request.get(wire.ACTOR_HEADER)),
    traceId: origin.traceId,
    ...(deadlineAt !== undefined && { deadlineAt }),
  };
});

function actorOf(header: string | undefined): string {
  try {
    const actor = decodeURIComponent(header ?? '');
    if (actor !== '' && actor.length <= MAX_ACTOR_LENGTH) return actor;
  } catch {
    // Falls through to the refusal below: it was not percent-encoded.
  }
  const message = `must be 1 to ${MAX_ACTOR_LENGTH} characters, percent-encoded`;
  throw new Problem('VALIDATION_FAILED', `${wire.ACTOR_HEADER}: ${message}`, {
    errors: [{ field: wire.ACTOR_HEADER, message }],
  });
}
