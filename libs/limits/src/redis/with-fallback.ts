import { BrokenCircuitError, circuitBreaker, ConsecutiveBreaker, handleAll } from 'cockatiel';
import type { Logger, TenantId } from '@somabrain/kernel';
import { type Rate, RateLimiter, type Verdict } from '../rate-limiter';

const FAILURES_TO_OPEN = 3;
const OPEN_MS = 1_000;

/** Counts elsewhere while the limiter that all processes share does not answer, so that nobody is let in or kept out by its absence. */
export class LimiterWithFallback extends RateLimiter {
  private readonly breaker = circuitBreaker(handleAll, {
    halfOpenAfter: OPEN_MS,
    breaker: new ConsecutiveBreaker(FAILURES_TO_OPEN),
  });
  private answering = true;

  constructor(
    private readonly shared: RateLimiter,
    private readonly own: RateLimiter,
    private readonly logger: Logger,
  ) {
    super();
  }

  async take(tenant: TenantId, rate: Rate): Promise<Verdict> {
    try {
      const verdict = await this.breaker.execute(() => this.shared.take(tenant, rate));
      this.note(true);
      return verdict;
    } catch (error) {
      if (!(error instanceof BrokenCircuitError)) this.note(false, error);
      return this.own.take(tenant, rate);
    }
  }

  /** One line when the limiter goes and one when it is back, however often it is asked. */
  private note(answers: boolean, err?: unknown): void {
    if (answers === this.answering) return;
    this.answering = answers;
    if (answers) this.logger.info({}, 'requests are counted for all processes together again');
    else this.logger.warn({ err }, 'Redis does not count requests: each process counts its own');
  }
}
