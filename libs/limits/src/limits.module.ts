import {
  Inject,
  Injectable,
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AuditModule, ChainWriter } from '@somabrain/audit';
import { Configuration } from '@somabrain/config';
import { Database } from '@somabrain/database';
import { EventBus } from '@somabrain/events';
import { Backends, BackendsModule, RedisIndicator } from '@somabrain/health';
import { Logger } from '@somabrain/kernel';
import { LimitMetrics, MetricsRegistry } from '@somabrain/metrics';
import { RedisConnection } from '@somabrain/redis';
import { InProcessRateLimiter } from './in-process/in-process-rate-limiter';
import { RateLimitGuard } from './rate-limit.guard';
import { RateLimiter } from './rate-limiter';
import { RedisRateLimiter } from './redis/redis-rate-limiter';
import { LimiterWithFallback } from './redis/with-fallback';
import { TenantLimitStore } from './tenant-limits';
import { TenantRates } from './tenant-rates';
import { UsageSnapshots } from './usage-snapshots';

/** The connection that counts are kept over; null: this process counts alone. */
const REDIS = Symbol('redis connection');

@Injectable()
class RedisLifecycle implements OnApplicationShutdown {
  constructor(@Inject(REDIS) private readonly redis: RedisConnection | null) {}

  onApplicationShutdown(): void {
    this.redis?.close();
  }
}

/** Null: nobody would read them. */
const SNAPSHOTS = Symbol('usage snapshots');

@Injectable()
class SnapshotsLifecycle implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(@Inject(SNAPSHOTS) private readonly snapshots: UsageSnapshots | null) {}

  onApplicationBootstrap(): void {
    this.snapshots?.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.snapshots?.close();
  }
}

/** Binds `RateLimiter`: the one place that chooses its adapter. Guards every route that works for a tenant. */
@Module({
  imports: [AuditModule, BackendsModule],
  providers: [
    { provide: REDIS, inject: [Configuration, Backends, Logger], useFactory: connect },
    {
      provide: RateLimiter,
      inject: [REDIS, Logger],
      useFactory: (redis: RedisConnection | null, logger: Logger): RateLimiter => {
        const own = new InProcessRateLimiter();
        return redis ? new LimiterWithFallback(new RedisRateLimiter(redis), own, logger) : own;
      },
    },
    {
      provide: TenantLimitStore,
      inject: [Database, ChainWriter],
      useFactory: (database: Database, chain: ChainWriter) => new TenantLimitStore(database, chain),
    },
    {
      provide: TenantRates,
      inject: [Configuration, TenantLimitStore, Logger],
      useFactory: ({ limits }: Configuration, store: TenantLimitStore, logger: Logger) =>
        new TenantRates(limits.rate, store, logger),
    },
    {
      provide: LimitMetrics,
      inject: [MetricsRegistry],
      useFactory: (registry: MetricsRegistry) => new LimitMetrics(registry),
    },
    {
      provide: SNAPSHOTS,
      inject: [Configuration, Database, TenantLimitStore, EventBus, Logger],
      useFactory: (
        { kafka }: Configuration,
        database: Database,
        store: TenantLimitStore,
        bus: EventBus,
        logger: Logger,
      ) => kafka && new UsageSnapshots(database, store, bus, kafka.usageSnapshotSeconds * 1_000, logger),
    },
    SnapshotsLifecycle,
    { provide: APP_GUARD, useClass: RateLimitGuard },
    RedisLifecycle,
  ],
  exports: [TenantLimitStore, TenantRates],
})
export class LimitsModule {}

function connect(
  { redis, strict }: Configuration,
  backends: Backends,
  logger: Logger,
): RedisConnection | null {
  if (!redis) return null;
  const connection = new RedisConnection({ url: redis.url.reveal() }, logger);
  backends.register(new RedisIndicator(connection), {
    required: strict.externalBackends,
    indispensable: false,
  });
  return connection;
}
