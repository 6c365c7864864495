export interface BackoffSettings {
  /** Milliseconds of the longest pause before the first doubling. */
  readonly firstMs: number;
  /** Milliseconds that no pause exceeds; absent: no limit. */
  readonly longestMs?: number;
}

/**
 * Computes the pause before the next attempt: exponential back-off with jitter, so that several processes do not retry at once.
 * @param failures attempts that failed; each doubles the pause
 * @param random a number from 0 to 1, for tests
 * @returns milliseconds, from half of the pause to all of it
 */
export function backoffMs(
  failures: number,
  { firstMs, longestMs = Infinity }: BackoffSettings,
  random: () => number = Math.random,
): number {
  return Math.min(firstMs * 2 ** failures, longestMs) * (0.5 + random() / 2);
}

/** Waits as long as `backoffMs` says. */
export function backoff(failures: number, settings: BackoffSettings): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, backoffMs(failures, settings)));
}
