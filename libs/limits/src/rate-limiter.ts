import type { TenantId } from '@somabrain/kernel';

/** The token bucket of a tenant. */
export interface Rate {
  /** Requests a second on average. */
  readonly perSecond: number;
  /** Requests at once, when the bucket is full. */
  readonly burst: number;
}

/** The verdict on a request. */
export interface Verdict {
  readonly allowed: boolean;
  /** Requests left in the bucket. */
  readonly remaining: number;
  /** Seconds until the next request is allowed; 0 if one is allowed now. */
  readonly retryAfterSeconds: number;
  /** Seconds until the bucket is full again. */
  readonly resetSeconds: number;
}

/** Counts the requests of each tenant. The class is its own injection token. */
export abstract class RateLimiter {
  /** Takes a token for a request of the tenant, if one is left. */
  abstract take(tenant: TenantId, rate: Rate): Promise<Verdict> | Verdict;
}
