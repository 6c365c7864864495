import { Inject, Module, type OnModuleInit } from '@nestjs/common';
import { AuditModule } from '@somabrain/audit';
import { Configuration } from '@somabrain/config';
import { Database } from '@somabrain/database';
import { EventBus } from '@somabrain/events';
import { Backends, BackendsModule, RedisIndicator } from '@somabrain/health';
import { Logger } from '@somabrain/kernel';
import { LimitMetrics } from '@somabrain/metrics';
import { REDIS, type RedisConnection, RedisModule } from '@somabrain/redis';
import { InProcessRateLimiter } from './in-process/in-process-rate-limiter';
import { RateLimiter } from './rate-limiter';
import { RedisRateLimiter } from './redis/redis-rate-limiter';
import { LimiterWithFallback } from './redis/with-fallback';
import { TenantLimitStore } from './tenant-limits';
import { TenantRates } from './tenant-rates';
import { UsageSnapshots } from './usage-snapshots';

/** Binds `RateLimiter`: the one place that chooses its adapter. */
@Module({
  imports: [AuditModule, BackendsModule, RedisModule],
  providers: [
    {
      provide: RateLimiter,
      inject: [REDIS, Logger],
      useFactory: (redis: RedisConnection | null, logger: Logger): RateLimiter => {
        const own = new InProcessRateLimiter();
        return redis ? new LimiterWithFallback(new RedisRateLimiter(redis), own, logger) : own;
      },
    },
    TenantLimitStore,
    {
      provide: TenantRates,
      inject: [Configuration, TenantLimitStore, Logger],
      useFactory: ({ limits }: Configuration, store: TenantLimitStore, logger: Logger) =>
        new TenantRates(limits.rate, store, logger),
    },
    LimitMetrics,
    {
      // Null without Kafka: nobody would read them.
      provide: UsageSnapshots,
      inject: [Configuration, Database, TenantLimitStore, EventBus, Logger],
      useFactory: (
        { kafka }: Configuration,
        database: Database,
        store: TenantLimitStore,
        bus: EventBus,
        logger: Logger,
      ) => kafka && new UsageSnapshots(database, store, bus, kafka.usageSnapshotSeconds * 1_000, logger),
    },
  ],
  exports: [RateLimiter, TenantRates, LimitMetrics, TenantLimitStore],
})
export class LimitsModule implements OnModuleInit {
  constructor(
    @Inject(REDIS) private readonly redis: RedisConnection | null,
    private readonly configuration: Configuration,
    private readonly backends: Backends,
  ) {}

  onModuleInit(): void {
    if (!this.redis) return;
    const required = this.configuration.strict.externalBackends;
    this.backends.register(new RedisIndicator(this.redis), { required, indispensable: false });
  }
}
