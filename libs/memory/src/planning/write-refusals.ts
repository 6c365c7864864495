import { Problem } from '@somabrain/kernel';
import { MAX_VERSION } from '../validation/fields';
import type { PlannedMemory } from './planned-memories';
import type { Refused } from './write-operation';

/** The answer to a change that was to be made to another version. */
export function versionMismatch(version: number): Problem {
  const message = `the memory has version ${version} by now`;
  return new Problem('VERSION_MISMATCH', `If-Match: ${message}; read it again before you change it`, {
    errors: [{ field: 'If-Match', message }],
  });
}

/** The answer to a change that would give a memory the key of another. */
export function keyTaken(namespace: string, key: string): Problem {
  return new Problem(
    'KEY_TAKEN',
    `Another memory of the same user and agent in the namespace ${namespace} has the key ${key.slice(0, 64)}`,
    {
      errors: [{ field: 'key', message: 'is taken by another memory' }],
    },
  );
}

/** The answer to a change of a memory that can have no version after this one. */
export function versionsUsedUp(): Problem {
  const message = `the memory has version ${MAX_VERSION}, the last one that can be stored`;
  const advice = 'store it under another key, or delete it first';
  return new Problem('VALIDATION_FAILED', `version: ${message}; ${advice}`, {
    errors: [{ field: 'version', message }],
  });
}

/** The only permission that a write asks for by itself. */
export const NEEDED_TO_END = 'memory:delete';

/** The answer to a write that would let a stored memory expire sooner, by a caller that may not delete it. */
export function endsSooner(field: string): Problem {
  const message = `would end the life of a stored memory sooner, which needs the permission ${NEEDED_TO_END}`;
  return new Problem('PERMISSION_DENIED', `${field}: it ${message}`, {
    errors: [{ field, message }],
    permissions: [NEEDED_TO_END],
  });
}

/** Refuses an expiry that is sooner than the stored one; null for any other. @param field that sets it */
export function endingSooner(
  { expiresAt: end }: PlannedMemory,
  expiresAt: number | null,
  field: 'ttl_seconds' | 'version' | 'expires_at',
): Problem | null {
  return expiresAt !== null && (end === null || expiresAt < end) ? endsSooner(field) : null;
}

/** The answer to an item of an atomic batch of which another one was refused. */
export function batchAborted(): Problem {
  return new Problem('BATCH_ABORTED', 'Nothing was stored: another item of the atomic batch was refused');
}

/** The outcome of an operation that changes nothing because of a problem. */
export function refused(problem: Problem): Refused {
  return { status: 'refused', problem };
}
