export { redisBreaker } from './redis-breaker';
export { RedisConnection, type RedisSettings } from './redis-connection';
export { REDIS, RedisModule } from './redis.module';
export { RedisScript } from './redis-script';
