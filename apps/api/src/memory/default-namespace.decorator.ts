import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { DEFAULT_NAMESPACE, Problem } from '@somabrain/kernel';
import type { Request } from 'express';
import { namespaceName } from '@somabrain/memory';
import { namespaceOf } from './to-new-memory';

const HEADER = 'X-Universe';

/** The namespace of a request whose body names none: that of its header, else `default`. @throws Problem VALIDATION_FAILED */
export const DefaultNamespace = createParamDecorator((_: unknown, execution: ExecutionContext): string => {
  const universe = execution.switchToHttp().getRequest<Request>().get(HEADER);
  if (universe === undefined) return DEFAULT_NAMESPACE;
  const { data, error } = namespaceName.safeParse(universe);
  if (data !== undefined) return namespaceOf(data) ?? DEFAULT_NAMESPACE;
  const message = error.issues[0]?.message ?? 'is not a namespace';
  throw new Problem('VALIDATION_FAILED', `${HEADER}: ${message}`, { errors: [{ field: HEADER, message }] });
});
