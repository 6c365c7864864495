import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { TENANT_PARAMETER } from '@somabrain/http';
import { Problem } from '@somabrain/kernel';
import { LimitMetrics } from '@somabrain/metrics';
import type { Request, Response } from 'express';
import { RateLimiter, type Rate, type Verdict } from './rate-limiter';
import { TenantRates } from './tenant-rates';

/** Lets a tenant send as many requests as it may. Stands behind the guard that finds out the tenant. */
@Injectable()
export class RateLimitGuard implements CanActivate {
  constructor(
    @Inject(Reflector) private readonly reflector: Reflector,
    @Inject(RateLimiter) private readonly limiter: RateLimiter,
    @Inject(TenantRates) private readonly rates: TenantRates,
    @Inject(LimitMetrics) private readonly metrics: LimitMetrics,
  ) {}

  async canActivate(execution: ExecutionContext): Promise<boolean> {
    const http = execution.switchToHttp();
    const { caller } = http.getRequest<Request>();
    if (!caller || this.isAboutLimits(execution)) return true;
    const rate = await this.rates.of(caller.tenant);
    if (rate === null) return true;
    const verdict = await this.limiter.take(caller.tenant, rate);
    const response = http.getResponse<Response>();
    setHeaders(response, rate, verdict);
    if (verdict.allowed) return true;
    const seconds = Math.ceil(verdict.retryAfterSeconds);
    response.setHeader('Retry-After', String(seconds));
    this.metrics.refused('rate');
    throw new Problem('RATE_LIMITED', `rate limit exceeded: try again in ${seconds} s`);
  }

  /** Whoever sets the limits of a tenant must reach them while it floods the service. */
  private isAboutLimits(execution: ExecutionContext): boolean {
    return this.reflector.get<string | undefined>(TENANT_PARAMETER, execution.getHandler()) !== undefined;
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
