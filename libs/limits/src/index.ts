export { InProcessRateLimiter } from './in-process/in-process-rate-limiter';
export { LimitsModule } from './limits.module';
export { type Rate, RateLimiter, type Verdict } from './rate-limiter';
