import {
  type DynamicModule,
  Injectable,
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { AuditModule, ChainWriter } from '@somabrain/audit';
import { Configuration } from '@somabrain/config';
import { Database } from '@somabrain/database';
import { Logger, systemClock } from '@somabrain/kernel';
import { MemoryService, StoredMemories } from '@somabrain/memory';
import { MetricsRegistry, SleepMetrics } from '@somabrain/metrics';
import { RunStore } from './run-store';
import { Sleep } from './sleep';
import { SleepScheduler } from './sleep-scheduler';

/** Lets tenants sleep while the application runs, and breaks runs off before the pool closes. */
@Injectable()
class SleepLifecycle implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    private readonly sleep: Sleep,
    private readonly scheduler: SleepScheduler,
  ) {}

  onApplicationBootstrap(): void {
    this.scheduler.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.scheduler.close(), this.sleep.close()]);
  }
}

/** Consolidation of memories. */
@Module({})
export class SleepModule {
  /** @param storage exports `MemoryService` */
  static forRoot(storage: DynamicModule): DynamicModule {
    return {
      module: SleepModule,
      imports: [storage, AuditModule],
      providers: [
        {
          provide: RunStore,
          inject: [Database, ChainWriter],
          useFactory: (database: Database, chain: ChainWriter) => new RunStore(database, chain),
        },
        {
          provide: Sleep,
          inject: [MemoryService, Database, RunStore, MetricsRegistry, Logger],
          useFactory: (
            memories: MemoryService,
            database: Database,
            runs: RunStore,
            registry: MetricsRegistry,
            logger: Logger,
          ) => {
            const stored = new StoredMemories(database);
            const observer = new SleepMetrics(registry);
            return new Sleep({ memories, stored, runs, observer, clock: systemClock }, logger);
          },
        },
        {
          provide: SleepScheduler,
          inject: [Sleep, RunStore, Configuration, Logger],
          useFactory: (sleep: Sleep, runs: RunStore, configuration: Configuration, logger: Logger) =>
            new SleepScheduler(sleep, runs, configuration.sleep.intervalSeconds * 1_000, logger),
        },
        SleepLifecycle,
      ],
      exports: [Sleep, SleepScheduler],
    };
  }
}
