import { Problem, type TenantId } from '@somabrain/kernel';
import type { LimitMetrics } from '@somabrain/metrics';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
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
  const limit = async (
    response: Response,
    next: NextFunction,
    tenant: TenantId,
    rate: Rate,
  ): Promise<void> => {
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
  // Without waiting where nothing is waited for, which every request would pay for.
  return (request, response, next) => {
    const tenant = tenantOf(request);
    const known = tenant === null ? null : rates.of(tenant);
    if (tenant === null || known === null) {
      next();
      return undefined;
    }
    if (!(known instanceof Promise)) return limit(response, next, tenant, known);
    return known.then((rate) => {
      if (rate === null) next();
      else return limit(response, next, tenant, rate);
      return undefined;
    });
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
