import type { Logger, TenantId } from '@somabrain/kernel';
import { CircuitBreaker } from '@somabrain/resilience';
import { type Rate, RateLimiter, type Verdict } from '../rate-limiter';

const FAILURES_TO_OPEN = 3;
const OPEN_MS = 1_000;

/** Counts elsewhere while the limiter that all processes share does not answer, so that nobody is let in or kept out by its absence. */
export class LimiterWithFallback extends RateLimiter {
  /** It logs one line when the limiter goes and one when it is back, however often it is asked. */
  private readonly breaker: CircuitBreaker;

  constructor(
    private readonly shared: RateLimiter,
    private readonly own: RateLimiter,
    logger: Logger,
  ) {
    super();
    this.breaker = new CircuitBreaker({
      failuresToOpen: FAILURES_TO_OPEN,
      openMs: OPEN_MS,
      onOutage: (err) => {
        logger.warn({ err }, 'Redis does not count requests: each process counts its own');
      },
      onRecovery: () => {
        logger.info({}, 'Redis counts requests again, for all processes together');
      },
    });
  }

  async take(tenant: TenantId, rate: Rate): Promise<Verdict> {
    try {
      return await this.breaker.run(() => this.shared.take(tenant, rate));
    } catch {
      return this.own.take(tenant, rate);
    }
  }
}
