import { type Clock, monotonicClock, type TenantId } from '@somabrain/kernel';
import { type Rate, RateLimiter, type Verdict } from '../rate-limiter';
import { type Bucket, takeToken } from '../token-bucket';

/** Buckets that are kept. Beyond it those that were not asked for the longest time go: they are the fullest. */
const MOST_BUCKETS = 100_000;

/** Counts in this process: several processes let through as many times as much. */
export class InProcessRateLimiter extends RateLimiter {
  private readonly buckets = new Map<TenantId, Bucket>();

  constructor(private readonly clock: Clock = monotonicClock) {
    super();
  }

  take(tenant: TenantId, rate: Rate): Verdict {
    const { verdict, bucket } = takeToken(this.buckets.get(tenant), this.clock.now(), rate);
    this.buckets.delete(tenant);
    this.buckets.set(tenant, bucket);
    const [oldest] = this.buckets.keys();
    if (this.buckets.size > MOST_BUCKETS && oldest !== undefined) this.buckets.delete(oldest);
    return verdict;
  }
}
