import { validationProblem } from '@somabrain/http';
import { type JsonObject, Problem } from '@somabrain/kernel';
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

/** Tells a model that names another user or namespace, rather than answer it with nothing. @throws Problem VALIDATION_FAILED */
export function requirePinned({ user, namespace }: Pin, given: JsonObject): void {
  const { filters } = given;
  const filtered = typeof filters === 'object' && filters !== null && !Array.isArray(filters) ? filters : {};
  const [other] = namesIn(given.namespaces).filter((name) => name !== namespace);
  const named = [
    ['namespace', given.namespace, namespace],
    ['namespaces', other, namespace],
    ['user_id', given.user_id, user],
    ['filters.user_id', filtered.user_id, user],
  ] as const;
  for (const [field, value, pinned] of named) {
    if (pinned === null || value == null || value === pinned || typeof value !== 'string') continue;
    const message = `must be ${pinned}, which the URL of this server fixes; leave it out`;
    throw new Problem('VALIDATION_FAILED', `${field} ${message}`, { errors: [{ field, message }] });
  }
}

function namesIn(given: JsonObject[string] | undefined): readonly JsonObject[string][] {
  return Array.isArray(given) ? given : [];
}
