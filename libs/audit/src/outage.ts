import { sqlFailureOf } from '@somabrain/database';
import { type Logger, Problem } from '@somabrain/kernel';
import { backoffMs } from '@somabrain/resilience';

const BACKOFF = { firstMs: 100, longestMs: 5_000 };

/** Something that fails and is tried again until it works: logged when it begins and when it ends, not in between. */
export class Outage {
  private failures = 0;

  /** @param what the thing that fails, as the subject of a sentence */
  constructor(
    private readonly what: string,
    private readonly logger: Logger,
  ) {}

  /** It failed. @returns milliseconds to wait: longer after each failure, by a random share, so that several processes part */
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

  /** It worked. */
  worked(): void {
    if (this.failures === 0) return;
    this.logger.info({ failures: this.failures }, `${this.what} works again`);
    this.failures = 0;
  }
}
