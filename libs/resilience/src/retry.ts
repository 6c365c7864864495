import { ExponentialBackoff, handleWhen, retry, type RetryPolicy } from 'cockatiel';

export interface RetrySettings {
  /** Attempts after the first one. */
  readonly retries: number;
  /** Milliseconds of a typical first pause; later ones grow. */
  readonly firstMs: number;
  /** Milliseconds that no pause exceeds. */
  readonly longestMs: number;
  /** Whether another attempt may help. */
  readonly isPassing: (error: unknown) => boolean;
}

/** Repeats a call that fails for a passing reason, with growing pauses of random length (decorrelated jitter). */
export class Retry {
  private readonly policy: RetryPolicy;

  constructor({ retries, firstMs, longestMs, isPassing }: RetrySettings) {
    const backoff = new ExponentialBackoff({ initialDelay: firstMs, maxDelay: longestMs });
    this.policy = retry(handleWhen(isPassing), { maxAttempts: retries, backoff });
  }

  /** Makes the call. @throws what its last attempt throws */
  async run<T>(call: () => Promise<T>): Promise<T> {
    return this.policy.execute(call);
  }
}
