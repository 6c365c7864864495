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
import { ExceededQuotas, exceededQuotasProvider } from './quota/exceeded-quotas';
import { RANKING_CONSTANTS, type RankingConstants } from '@somabrain/retrieval';
import { createInProcessMemory, type InProcessMemory } from './in-process-memory';
import { MEMORY_ADAPTER } from './memory-adapter';

const IN_PROCESS = Symbol('in-process memory');
const BYTES_PER_MB = 1024 * 1024;

/** Starts the chores when the application runs, and lets waiting writes finish before the pool closes. */
@Injectable()
class MemoryLifecycle implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    @Inject(IN_PROCESS) private readonly memory: InProcessMemory,
    private readonly exceeded: ExceededQuotas,
  ) {}

  onApplicationBootstrap(): void {
    this.memory.maintenance.start();
    this.memory.drainer.start();
    this.memory.renewal.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.memory.close();
    await this.exceeded.record();
  }
}

/** Long-term memory in this process, on Postgres. */
@Module({
  imports: [AuditModule],
  providers: [
    exceededQuotasProvider,
    {
      provide: IN_PROCESS,
      inject: [
        Database,
        Configuration,
        MemoryMetrics,
        AccessLog,
        AuditMetrics,
        AuditRelay,
        ExceededQuotas,
        Logger,
      ],
      useFactory: (
        database: Database,
        configuration: Configuration,
        metrics: MemoryMetrics,
        accessLog: AccessLog,
        auditMetrics: AuditMetrics,
        relay: AuditRelay,
        exceeded: ExceededQuotas,
        logger: Logger,
      ) =>
        createInProcessMemory(
          database,
          {
            ranking: rankingOf(configuration),
            indexMemoryBytes: configuration.index.memoryMb * BYTES_PER_MB,
            searchableMetadata: configuration.index.searchableMetadata,
            rankingThreads: configuration.index.threads,
            indexSnapshotsFrom: configuration.index.snapshotsFrom,
            writeQueueMax: configuration.writes.queueMax,
            changeRetentionDays: configuration.changes.retentionDays,
            writeDailyLimit: configuration.limits.writesADay,
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
            quotaExceeded: (context) => {
              metrics.quotaExceeded();
              exceeded.refused(context);
            },
          },
          logger,
        ),
    },
    {
      provide: MEMORY_ADAPTER,
      inject: [IN_PROCESS],
      useFactory: (memory: InProcessMemory) => memory.service,
    },
    MemoryLifecycle,
  ],
  exports: [MEMORY_ADAPTER],
})
export class InProcessMemoryModule {}

/** The constants of the ranking as the deployment has them. */
function rankingOf({ ranking }: Configuration): RankingConstants {
  const { importanceWeight, recencyWeight, recencyHalfLifeDays, linkWeight } = ranking;
  const { sessionWeight, feedbackWeight } = ranking;
  const { hints, feedback } = RANKING_CONSTANTS;
  return {
    ...RANKING_CONSTANTS,
    importanceWeight,
    recencyWeight,
    recencyHalfLifeDays,
    linkWeight,
    hints: { ...hints, inMind: 1 + sessionWeight },
    // What was useless counts less in the same measure: never so much that a score turns negative.
    feedback: {
      ...feedback,
      helpful: feedbackWeight,
      harmful: Math.min(0.99, (feedback.harmful * feedbackWeight) / feedback.helpful),
    },
  };
}
