import { Module } from '@nestjs/common';
import { Configuration } from '@somabrain/config';
import { Logger } from '@somabrain/kernel';
import { RedisConnection } from './redis-connection';

/** The connection of the process to Redis, or null where none is configured. */
export const REDIS = Symbol('redis connection');

/** Offers the one connection to Redis. */
@Module({
  providers: [
    {
      provide: REDIS,
      inject: [Configuration, Logger],
      useFactory: ({ redis }: Configuration, logger: Logger): RedisConnection | null =>
        redis && new RedisConnection({ url: redis.url.reveal() }, logger),
    },
  ],
  exports: [REDIS],
})
export class RedisModule {}
