import {
  Inject,
  Injectable,
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { Configuration } from '@somabrain/config';
import { Database } from '@somabrain/database';
import { Logger } from '@somabrain/kernel';
import { MemoryMetrics } from '@somabrain/metrics';
import { createInProcessMemory, type InProcessMemory } from './in-process/in-process-memory';
import { MemoryService } from './memory-service';

const IN_PROCESS = Symbol('in-process memory');
const BYTES_PER_MB = 1024 * 1024;

/** Starts the chores when the application runs, and lets waiting writes finish before the pool closes. */
@Injectable()
class MemoryLifecycle implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(@Inject(IN_PROCESS) private readonly memory: InProcessMemory) {}

  onApplicationBootstrap(): void {
    this.memory.upkeep.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.memory.close();
  }
}

/** Binds `MemoryService`: the one place that chooses its adapter. */
@Module({
  providers: [
    {
      provide: IN_PROCESS,
      inject: [Database, Configuration, MemoryMetrics, Logger],
      useFactory: (
        database: Database,
        configuration: Configuration,
        metrics: MemoryMetrics,
        logger: Logger,
      ) =>
        createInProcessMemory(
          database,
          {
            indexMemoryBytes: configuration.index.memoryMb * BYTES_PER_MB,
            writeQueueMax: configuration.writes.queueMax,
            changeRetentionDays: configuration.changes.retentionDays,
          },
          metrics,
          logger,
        ),
    },
    { provide: MemoryService, inject: [IN_PROCESS], useFactory: (memory: InProcessMemory) => memory.service },
    MemoryLifecycle,
  ],
  exports: [MemoryService],
})
export class MemoryModule {}
