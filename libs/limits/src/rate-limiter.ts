import type { TenantId } from '@somabrain/kernel';

/** How many requests a tenant may send. */
export interface Rate {
  /** In the long run. */
  readonly perSecond: number;
  /** At once, after a while without any. */
  readonly burst: number;
}

/** What became of a request. */
export interface Verdict {
  readonly allowed: boolean;
  /** Requests that could follow at once. */
  readonly remaining: number;
  /** Until the next request may come, in seconds; 0 where one may come now. */
  readonly retryAfterSeconds: number;
  /** Until as many may come at once as ever, in seconds. */
  readonly resetSeconds: number;
}

/** Counts the requests of each tenant. The class is its own injection token. */
export abstract class RateLimiter {
  /** Takes one request of the tenant into account, if it is allowed. */
  abstract take(tenant: TenantId, rate: Rate): Promise<Verdict> | Verdict;
}
