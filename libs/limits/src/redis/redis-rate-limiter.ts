import type { TenantId } from '@somabrain/kernel';
import { type RedisConnection, RedisScript } from '@somabrain/redis';
import { type Rate, RateLimiter, type Verdict } from '../rate-limiter';
import { ROUNDING, verdictOf } from '../token-bucket';

/**
 * `takeToken` in one step, by the clock of Redis; where that is set back, a bucket goes on filling from there. The bucket is gone when it would be full again: none is a full one.
 * A number would lose what stands behind its point on the way out of Lua.
 */
const TAKE_TOKEN = new RedisScript(`
    local per_second, burst = tonumber(ARGV[1]), tonumber(ARGV[2])
    local time = redis.call('TIME')
    local now = tonumber(time[1]) * 1000 + tonumber(time[2]) / 1000
    local bucket = redis.call('HMGET', KEYS[1], 'tokens', 'at')
    local tokens = burst
    if bucket[1] then
      tokens = math.min(burst, tonumber(bucket[1]) + math.max(0, now - tonumber(bucket[2])) * per_second / 1000)
    end
    local allowed = tokens >= 1 - ${ROUNDING}
    if allowed then tokens = math.max(0, tokens - 1) end
    redis.call('HSET', KEYS[1], 'tokens', string.format('%.17g', tokens), 'at', string.format('%.17g', now))
    redis.call('PEXPIRE', KEYS[1], math.ceil(math.min((burst - tokens) / per_second * 1000 + 1000, 1e12)))
    return { allowed and 1 or 0, string.format('%.17g', tokens) }`);

/** Counts in Redis: all processes together let through what a tenant may send. */
export class RedisRateLimiter extends RateLimiter {
  constructor(private readonly redis: Pick<RedisConnection, 'run'>) {
    super();
  }

  async take(tenant: TenantId, rate: Rate): Promise<Verdict> {
    const key = `somabrain:rate:${tenant}`;
    const answer = await this.redis.run(TAKE_TOKEN, [key], [rate.perSecond, rate.burst]);
    const [allowed, tokens] = answer as [number, string];
    return verdictOf(allowed === 1, Number(tokens), rate);
  }
}
