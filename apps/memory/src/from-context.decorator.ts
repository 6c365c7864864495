import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { currentContext, decodeFilter, parseTenantId, Problem, type TenantContext } from '@somabrain/kernel';
import { contract } from '@somabrain/memory';
import type { Request } from 'express';

const MAX_ACTOR_LENGTH = 1_024;
/** As in a token's subject: it goes into the audit, which cannot hold NUL, and into the log. */
const ACTOR = /^[^\p{Cc}\p{Cs}]+$/u;
const SESSION_MARK = /^[0-9a-f]{32}$/;
const DECISION_ID = /^[\x21-\x7e]{1,128}$/;

/** On whose behalf a service calls that carries the token: what it says is believed. @throws Problem TENANT_INVALID, VALIDATION_FAILED */
export const FromContext = createParamDecorator((_: unknown, execution: ExecutionContext): TenantContext => {
  const request = execution.switchToHttp().getRequest<Request>();
  const tenant = parseTenantId(request.get(contract.TENANT_HEADER) ?? '', contract.TENANT_HEADER);
  const log = currentContext();
  if (log) log.tenant = tenant;
  const { origin, deadlineAt } = request;
  return {
    tenant,
    actor: actorOf(request.get(contract.ACTOR_HEADER)),
    traceId: origin.traceId,
    ...decisionOf(request),
    ...deletionOf(request),
    ...sessionOf(request),
    ...(deadlineAt !== undefined && { deadlineAt }),
  };
});

/** What the policy decided, as the edge passed it on. @throws Problem VALIDATION_FAILED: what cannot be read must not widen the view */
function decisionOf(request: Request): Pick<TenantContext, 'decisionId' | 'visibility'> {
  const decisionId = request.get(contract.DECISION_HEADER);
  const filters = request.get(contract.FILTERS_HEADER);
  if (decisionId !== undefined && !DECISION_ID.test(decisionId)) {
    throw refused(contract.DECISION_HEADER, 'must be 1 to 128 printable characters');
  }
  try {
    const visibility = filters === undefined ? undefined : decodeFilter(filters);
    return { ...(decisionId !== undefined && { decisionId }), ...(visibility && { visibility }) };
  } catch (error) {
    throw refused(contract.FILTERS_HEADER, error instanceof TypeError ? error.message : 'cannot be read');
  }
}

/** @throws Problem VALIDATION_FAILED: what cannot be read must not allow more */
function deletionOf(request: Request): Pick<TenantContext, 'mayDelete'> {
  const mayDelete = request.get(contract.MAY_DELETE_HEADER);
  if (mayDelete === undefined || mayDelete === 'true') return {};
  if (mayDelete === 'false') return { mayDelete: false };
  throw refused(contract.MAY_DELETE_HEADER, 'must be true or false');
}

/** @throws Problem VALIDATION_FAILED */
function sessionOf(request: Request): Pick<TenantContext, 'session'> {
  const session = request.get(contract.SESSION_HEADER);
  if (session === undefined) return {};
  if (SESSION_MARK.test(session)) return { session };
  throw refused(contract.SESSION_HEADER, 'must be 32 hexadecimal digits');
}

function actorOf(header: string | undefined): string {
  try {
    const actor = decodeURIComponent(header ?? '');
    if (ACTOR.test(actor) && actor.length <= MAX_ACTOR_LENGTH) return actor;
  } catch {
    // Falls through to the refusal below: it was not percent-encoded.
  }
  const message = `must be 1 to ${MAX_ACTOR_LENGTH} characters without control characters, percent-encoded`;
  throw refused(contract.ACTOR_HEADER, message);
}

function refused(field: string, message: string): Problem {
  return new Problem('VALIDATION_FAILED', `${field}: ${message}`, { errors: [{ field, message }] });
}
