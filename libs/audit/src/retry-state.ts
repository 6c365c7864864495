import { sqlFailureOf } from '@somabrain/database';
import { type Logger, Problem } from '@somabrain/kernel';
import { backoffMs } from '@somabrain/resilience';

const BACKOFF = { firstMs: 100, longestMs: 5_000 };

/** The state of work that is retried until it succeeds. It logs the first failure and the recovery, and nothing in between. */
export class RetryState {
  private failures = 0;

  /** @param what the work, as the subject of a sentence in the log */
  constructor(
    private readonly what: string,
    private readonly logger: Logger,
  ) {}

  /** Notes a failure. @returns milliseconds of back-off until the next try, with jitter */
  failed(err: unknown): number {
    if (this.failures === 0) {
      // A backend that is down is expected to come back; anything else may be a defect.
      const expected =
        err instanceof Problem || err instanceof AggregateError || sqlFailureOf(err) === 'unavailable';
      const level = expected ? 'warn' : 'error';
      this.logger[level]({ err }, `${this.what} failed; it is tried again until it works`);
    }
    const pauseMs = backoffMs(this.failures, BACKOFF);
    this.failures += 1;
    return pauseMs;
  }

  /** Notes a success. */
  worked(): void {
    if (this.failures === 0) return;
    this.logger.info({ failures: this.failures }, `${this.what} works again`);
    this.failures = 0;
  }
}
