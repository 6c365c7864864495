export { InProcessRateLimiter } from './in-process/in-process-rate-limiter';
export { LimitsModule } from './limits.module';
export { type Rate, RateLimiter, type Verdict } from './rate-limiter';
export { RedisRateLimiter } from './redis/redis-rate-limiter';
export { LimiterWithFallback } from './redis/with-fallback';
export { type TenantLimits, TenantLimitStore, type TenantUsage } from './tenant-limits';
export { TenantRates } from './tenant-rates';
export { usageEvent, UsageEventSchema } from './usage-event';
export { UsageSnapshots } from './usage-snapshots';
