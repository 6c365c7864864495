import { Module } from '@nestjs/common';
import { Configuration } from '@somabrain/config';
import { Logger } from '@somabrain/kernel';
import { REDIS, type RedisConnection, RedisModule } from '@somabrain/redis';
import { InProcessSessionBuffer } from './in-process/in-process-session-buffer';
import { RedisSessionBuffer } from './redis/redis-session-buffer';
import { SessionBuffer } from './session-buffer';

/** Binds `SessionBuffer`: the one place that chooses its adapter. */
@Module({
  imports: [RedisModule],
  providers: [
    {
      provide: SessionBuffer,
      inject: [REDIS, Configuration, Logger],
      useFactory: (
        redis: RedisConnection | null,
        { workingMemory }: Configuration,
        logger: Logger,
      ): SessionBuffer => {
        const bounds = { capacity: workingMemory.capacity, ttlMs: 1_000 * workingMemory.ttlSeconds };
        return redis ? new RedisSessionBuffer(redis, bounds, logger) : new InProcessSessionBuffer(bounds);
      },
    },
  ],
  exports: [SessionBuffer],
})
export class WorkingMemoryModule {}
