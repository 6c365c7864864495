import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Configuration } from '@somabrain/config';
import { Problem } from '@somabrain/kernel';
import { LimitMetrics } from '@somabrain/metrics';
import type { Request, Response } from 'express';
import { RateLimiter, type Rate, type Verdict } from './rate-limiter';

/** Lets a tenant send as many requests as it may. Stands behind the guard that finds out the tenant. */
@Injectable()
export class RateLimitGuard implements CanActivate {
  private readonly rate: Rate | null;

  constructor(
    @Inject(RateLimiter) private readonly limiter: RateLimiter,
    @Inject(LimitMetrics) private readonly metrics: LimitMetrics,
    @Inject(Configuration) { limits }: Configuration,
  ) {
    this.rate = limits.rate;
  }

  async canActivate(execution: ExecutionContext): Promise<boolean> {
    const http = execution.switchToHttp();
    const { caller } = http.getRequest<Request>();
    if (this.rate === null || !caller) return true;
    const verdict = await this.limiter.take(caller.tenant, this.rate);
    const response = http.getResponse<Response>();
    setHeaders(response, this.rate, verdict);
    if (verdict.allowed) return true;
    const seconds = Math.ceil(verdict.retryAfterSeconds);
    response.setHeader('Retry-After', String(seconds));
    this.metrics.refused('rate');
    throw new Problem('RATE_LIMITED', `rate limit exceeded: try again in ${seconds} s`);
  }
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
