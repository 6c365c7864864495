import type { Logger, TenantId } from '@somabrain/kernel';
import { redisBreaker } from '@somabrain/redis';
import type { CircuitBreaker } from '@somabrain/resilience';
import { type Rate, RateLimiter, type Verdict } from '../rate-limiter';

/** Counts in this process while the limiter that all processes share does not answer: an outage lets nobody in and keeps nobody out. */
export class LimiterWithFallback extends RateLimiter {
  private readonly breaker: CircuitBreaker;

  constructor(
    private readonly shared: RateLimiter,
    private readonly own: RateLimiter,
    logger: Logger,
  ) {
    super();
    this.breaker = redisBreaker(logger, {
      outage: 'Redis does not count requests: each process counts its own',
      recovery: 'Redis counts requests again, for all processes together',
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
