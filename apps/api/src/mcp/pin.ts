import { validationProblem } from '@somabrain/http';
import { type JsonObject, Problem, type Visibility } from '@somabrain/kernel';
import { namespaceName, scopeId, storable } from '@somabrain/memory';
import { z } from 'zod';

/** What the URL of an agent fixes: whose memories it works with, and where. Null: nothing. */
export interface Pin {
  readonly user: string | null;
  readonly namespace: string | null;
}

const Given = storable(z.object({ user: scopeId.nullable(), namespace: namespaceName.nullable() }));

/** @throws Problem VALIDATION_FAILED */
export function pinOf(user: unknown, namespace: unknown): Pin {
  const { data, error } = Given.safeParse({ user: user ?? null, namespace: namespace ?? null });
  if (data) return data;
  throw validationProblem(error.issues);
}

/**
 * What of the tenant is seen through a pin: never more than the policy allows. What is out of sight does not exist for a call, so that no
 * argument leads out of it.
 */
export function seenThrough(
  { user, namespace }: Pin,
  allowed: Visibility | undefined,
): Visibility | undefined {
  if (user === null && namespace === null) return allowed;
  return {
    ...allowed,
    ...(user !== null && { userId: common(allowed?.userId, user) }),
    ...(namespace !== null && { namespace: common(allowed?.namespace, namespace) }),
  };
}

function common<Value>(allowed: readonly Value[] | undefined, pinned: Value): readonly Value[] {
  return allowed === undefined || allowed.includes(pinned) ? [pinned] : [];
}

/** Tells a model that names another user or namespace, rather than answer it with nothing. @throws Problem VALIDATION_FAILED */
export function requirePinned({ user, namespace }: Pin, given: JsonObject): void {
  const { filters } = given;
  const filtered = typeof filters === 'object' && filters !== null && !Array.isArray(filters) ? filters : {};
  const named = [
    ['namespace', given.namespace, namespace],
    ['user_id', given.user_id, user],
    ['filters.user_id', filtered.user_id, user],
  ] as const;
  for (const [field, value, pinned] of named) {
    if (pinned === null || value == null || value === pinned || typeof value !== 'string') continue;
    const message = `is another than the URL of this server fixes: ${pinned}; leave it out`;
    throw new Problem('VALIDATION_FAILED', `${field} ${message}`, { errors: [{ field, message }] });
  }
}
