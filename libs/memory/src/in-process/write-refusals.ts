import { Problem } from '@somabrain/kernel';
import type { WriteOutcome } from './write-operation';

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
    `Another memory of the namespace ${namespace} has the key ${key.slice(0, 64)}`,
    {
      errors: [{ field: 'key', message: 'is taken by another memory' }],
    },
  );
}

/** The answer to an item of an atomic batch of which another one was refused. */
export function batchAborted(): Problem {
  return new Problem('BATCH_ABORTED', 'Nothing was stored: another item of the atomic batch was refused');
}

/** The outcome of an operation that changes nothing because of a problem. */
export function refused(problem: Problem): Extract<WriteOutcome, { status: 'refused' }> {
  return { status: 'refused', problem };
}
