export { RedisConnection, type RedisSettings } from './redis-connection';
export { RedisScript } from './redis-script';
