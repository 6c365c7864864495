import { hash } from 'node:crypto';
import { canonicalJson, type JsonValue, type TenantContext } from '@somabrain/kernel';
import type { WriteOptions } from '../memory-service';
import type { Idempotency } from '../planning/write-operation';

/**
 * What recognises a repeat of this request, if it has an idempotency key.
 * @param route the scope of the key besides tenant and actor
 * @param request all that makes it another request
 */
export function idempotencyOf(
  context: TenantContext,
  route: string,
  { idempotencyKey }: WriteOptions,
  request: object | string | null,
): Idempotency | null {
  if (idempotencyKey === undefined) return null;
  return {
    digest: sha256(JSON.stringify([context.actor, route, idempotencyKey])),
    fingerprint: fingerprintOf(toJson(request)),
  };
}

/** What two requests that say the same have in common. */
export function fingerprintOf(request: JsonValue): string {
  return sha256(canonicalJson(request));
}

/** A request as it would be sent, to be compared with its repeats. */
export function toJson(request: object | string | null): JsonValue {
  return JSON.parse(JSON.stringify(request)) as JsonValue;
}

function sha256(text: string): string {
  return hash('sha256', text, 'base64');
}
