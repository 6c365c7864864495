import { setTimeout as delay } from 'node:timers/promises';

/** Milliseconds between two looks: short against the ~40 ms a small server needs to start. */
const POLL_INTERVAL_MS = 20;

/**
 * Looks again and again until there is something to see.
 * @returns what `look` answered first other than undefined, or undefined when `limitMs` milliseconds passed without
 * @throws what `look` throws, and the signal's reason once it is aborted
 */
export async function until<T>(
  look: () => Promise<T | undefined>,
  limitMs: number,
  signal?: AbortSignal,
): Promise<T | undefined> {
  const limit = performance.now() + limitMs;
  for (;;) {
    signal?.throwIfAborted();
    const seen = await look();
    if (seen !== undefined || performance.now() >= limit) return seen;
    await delay(POLL_INTERVAL_MS, undefined, { signal });
  }
}
