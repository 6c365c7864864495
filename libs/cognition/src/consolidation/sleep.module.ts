import {
  type DynamicModule,
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { AuditModule } from '@somabrain/audit';
import { Configuration } from '@somabrain/config';
import { Database } from '@somabrain/database';
import { Logger, systemClock } from '@somabrain/kernel';
import { MemoryService, StoredMemories } from '@somabrain/memory';
import { SleepMetrics } from '@somabrain/metrics';
import { RunStore } from './run-store';
import { Sleep } from './sleep';
import { SleepScheduler } from './sleep-scheduler';

/** Consolidation of memories: lets tenants sleep while the application runs, and breaks runs off before the pool closes. */
@Module({})
export class SleepModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    private readonly sleep: Sleep,
    private readonly scheduler: SleepScheduler,
  ) {}

  /** @param storage exports `MemoryService` */
  static forRoot(storage: DynamicModule): DynamicModule {
    return {
      module: SleepModule,
      imports: [storage, AuditModule],
      providers: [
        RunStore,
        SleepMetrics,
        {
          provide: Sleep,
          inject: [MemoryService, Database, RunStore, SleepMetrics, Logger],
          useFactory: (
            memories: MemoryService,
            database: Database,
            runs: RunStore,
            observer: SleepMetrics,
            logger: Logger,
          ) => {
            const stored = new StoredMemories(database);
            return new Sleep({ memories, stored, runs, observer, clock: systemClock }, logger);
          },
        },
        {
          provide: SleepScheduler,
          inject: [Sleep, RunStore, Configuration, Logger],
          useFactory: (sleep: Sleep, runs: RunStore, configuration: Configuration, logger: Logger) =>
            new SleepScheduler(sleep, runs, configuration.sleep.intervalSeconds * 1_000, logger),
        },
      ],
      exports: [Sleep, SleepScheduler],
    };
  }

  onApplicationBootstrap(): void {
    this.scheduler.start();
  }

  /** Both at once: the scheduler waits for the run under way, which `Sleep` breaks off. */
  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.scheduler.close(), this.sleep.close()]);
  }
}
