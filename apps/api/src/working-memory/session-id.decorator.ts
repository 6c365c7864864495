import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { Problem } from '@somabrain/kernel';
import { scopeId, storable } from '@somabrain/memory';
import type { Request } from 'express';

const sessionId = storable(scopeId);
const FIELD = 'session_id';

/** The session that a path names. @throws Problem VALIDATION_FAILED */
export const FromSessionId = createParamDecorator((_: unknown, execution: ExecutionContext): string => {
  const { data, error } = sessionId.safeParse(execution.switchToHttp().getRequest<Request>().params[FIELD]);
  if (data !== undefined) return data;
  const message = error.issues[0]?.message ?? 'is not a session';
  throw new Problem('VALIDATION_FAILED', `${FIELD}: ${message}`, { errors: [{ field: FIELD, message }] });
});
