import {
  Inject,
  Injectable,
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { AccessLog, AuditModule, AuditRelay } from '@somabrain/audit';
import { Configuration } from '@somabrain/config';
import { Database } from '@somabrain/database';
import { Logger } from '@somabrain/kernel';
import { AuditMetrics, MemoryMetrics } from '@somabrain/metrics';
import { createInProcessMemory, type InProcessMemory } from './in-process-memory';
import { MemoryService } from '../memory-service';

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

/** Long-term memory in this process, on Postgres. */
@Module({
  imports: [AuditModule],
  providers: [
    {
      provide: IN_PROCESS,
      inject: [Database, Configuration, MemoryMetrics, AccessLog, AuditMetrics, AuditRelay, Logger],
      useFactory: (
        database: Database,
        configuration: Configuration,
        metrics: MemoryMetrics,
        accessLog: AccessLog,
        auditMetrics: AuditMetrics,
        relay: AuditRelay,
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
          {
            accessLog,
            sealed: (records) => {
              auditMetrics.sealed('operations', records);
            },
            committed: () => {
              relay.kick();
            },
          },
          logger,
        ),
    },
    { provide: MemoryService, inject: [IN_PROCESS], useFactory: (memory: InProcessMemory) => memory.service },
    MemoryLifecycle,
  ],
  exports: [MemoryService],
})
export class InProcessMemoryModule {}
