export { RedisConnection, type RedisScript, type RedisSettings } from './redis-connection';
