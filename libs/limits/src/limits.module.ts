import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { LimitMetrics, MetricsRegistry } from '@somabrain/metrics';
import { InProcessRateLimiter } from './in-process/in-process-rate-limiter';
import { RateLimitGuard } from './rate-limit.guard';
import { RateLimiter } from './rate-limiter';

/** Binds `RateLimiter`: the one place that chooses its adapter. Guards every route that works for a tenant. */
@Module({
  providers: [
    { provide: RateLimiter, useFactory: () => new InProcessRateLimiter() },
    {
      provide: LimitMetrics,
      inject: [MetricsRegistry],
      useFactory: (registry: MetricsRegistry) => new LimitMetrics(registry),
    },
    { provide: APP_GUARD, useClass: RateLimitGuard },
  ],
  exports: [RateLimiter],
})
export class LimitsModule {}
