import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { Problem } from '@somabrain/kernel';
import { memoryKey, storable } from '@somabrain/memory';
import type { Request } from 'express';

const key = storable(memoryKey);
const FIELD = 'key';

/** The key that a path names. @throws Problem VALIDATION_FAILED */
export const FromMemoryKey = createParamDecorator((_: unknown, execution: ExecutionContext): string => {
  const { data, error } = key.safeParse(execution.switchToHttp().getRequest<Request>().params[FIELD]);
  if (data !== undefined) return data;
  throw invalidKey(error.issues[0]?.message ?? 'is not a key');
});

/** The answer to a body that names another key than its path. */
export function otherKey(): Problem {
  return invalidKey('is another than that of the path; leave it out of the body');
}

function invalidKey(message: string): Problem {
  return new Problem('VALIDATION_FAILED', `${FIELD}: ${message}`, { errors: [{ field: FIELD, message }] });
}
