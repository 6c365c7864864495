import { Problem, type TenantId } from '@somabrain/kernel';
import type { LimitMetrics } from '@somabrain/metrics';
import type { Request, RequestHandler, Response } from 'express';
import type { Rate, RateLimiter, Verdict } from './rate-limiter';
import type { TenantRates } from './tenant-rates';

/**
 * Lets a tenant send as many requests as it may. Stands behind whatever finds out who asks and before a route is looked for, so that every
 * request counts whatever becomes of it.
 * @param tenantOf whose request it is; null: it is not counted
 */
export function limitRequests(
  limiter: RateLimiter,
  rates: TenantRates,
  metrics: LimitMetrics,
  tenantOf: (request: Request) => TenantId | null,
): RequestHandler {
  return async (request, response, next) => {
    const tenant = tenantOf(request);
    const rate = tenant === null ? null : await rates.of(tenant);
    if (tenant === null || rate === null) {
      next();
      return;
    }
    const verdict = await limiter.take(tenant, rate);
    setHeaders(response, rate, verdict);
    if (verdict.allowed) {
      next();
      return;
    }
    const seconds = Math.ceil(verdict.retryAfterSeconds);
    response.setHeader('Retry-After', String(seconds));
    metrics.refused('rate');
    next(new Problem('RATE_LIMITED', `rate limit exceeded: try again in ${seconds} s`));
  };
}

/** https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/ : the quota and its window, what is left, and until when. */
function setHeaders(
  response: Response,
  { perSecond, burst }: Rate,
  { remaining, resetSeconds }: Verdict,
): void {
  response.setHeader(
    'RateLimit-Policy',
    `"tenant";q=${burst};w=${Math.max(1, Math.ceil(burst / perSecond))}`,
  );
  response.setHeader('RateLimit', `"tenant";r=${remaining};t=${Math.ceil(resetSeconds)}`);
}
