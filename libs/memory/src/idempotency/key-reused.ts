import { Problem } from '@somabrain/kernel';

/** The answer to a request whose idempotency key was sent with another one. */
export function keyReused(): Problem {
  const message = 'was sent with another body before';
  return new Problem(
    'IDEMPOTENCY_KEY_REUSED',
    `Idempotency-Key: ${message}; make a new key for each request`,
    { errors: [{ field: 'Idempotency-Key', message }] },
  );
}
