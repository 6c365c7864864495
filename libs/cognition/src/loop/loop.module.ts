import { type DynamicModule, Module } from '@nestjs/common';
import { AuditModule } from '@somabrain/audit';
import { Configuration } from '@somabrain/config';
import { Database } from '@somabrain/database';
import { EventBus } from '@somabrain/events';
import { Logger } from '@somabrain/kernel';
import { MemoryService } from '@somabrain/memory';
import { CognitionMetrics } from '@somabrain/metrics';
import { OpaRule } from '@somabrain/policy';
import { SessionBuffer } from '@somabrain/working-memory';
import { LeaderPolicy } from '../integration/leader-policy';
import { TuningStore } from '../tuning/tuning-store';
import { TuningModule } from '../tuning/tuning.module';
import { SessionHitsModule } from '../working-memory/session-hits.module';
import { Delivery } from './delivery';
import { InProcessLoop, type RunningWorker } from './in-process-loop';
import { workersOf } from './loop-workers';
import { CachedStates } from './states/cached-states';
import { InProcessStates } from './states/in-process-states';
import { PostgresStates } from './states/postgres-states';
import { WorkerStates } from './states/worker-states';
import { WorkerRun } from './worker-run';

/** The workers of this process. */
export const LOOP_WORKERS = Symbol('loop workers');

/** The policy that may name another leader; null: none is asked. */
const LEADER_POLICY = Symbol('leader policy');

/** The cognitive loop: its workers, and where they keep what they know. */
@Module({})
export class LoopModule {
  /** @param storage exports `MemoryService` */
  static forRoot(storage: DynamicModule): DynamicModule {
    return {
      module: LoopModule,
      imports: [storage, AuditModule, SessionHitsModule, TuningModule],
      providers: [
        CognitionMetrics,
        {
          // The one place that chooses the adapter.
          provide: WorkerStates,
          inject: [Configuration, Database],
          useFactory: ({ kafka }: Configuration, database: Database): WorkerStates =>
            kafka ? new CachedStates(new PostgresStates(database)) : new InProcessStates(),
        },
        {
          provide: LEADER_POLICY,
          inject: [Configuration, CognitionMetrics, Logger],
          useFactory: leaderPolicyOf,
        },
        {
          provide: LOOP_WORKERS,
          inject: [
            Configuration,
            MemoryService,
            SessionBuffer,
            TuningStore,
            LEADER_POLICY,
            WorkerStates,
            EventBus,
            CognitionMetrics,
            Logger,
          ],
          useFactory: workers,
        },
        {
          // Null where Kafka carries the loop to other processes.
          provide: InProcessLoop,
          inject: [Configuration, EventBus, LOOP_WORKERS],
          useFactory: ({ kafka }: Configuration, bus: EventBus, workers: readonly RunningWorker[]) =>
            kafka ? null : new InProcessLoop(bus, workers),
        },
      ],
      exports: [LOOP_WORKERS, CognitionMetrics, AuditModule],
    };
  }
}

function leaderPolicyOf(
  { cognition, policy: { opa } }: Configuration,
  metrics: CognitionMetrics,
  logger: Logger,
): LeaderPolicy | null {
  const { policy } = cognition.integrator;
  if (policy === null || !opa || !cognition.roles.includes('integrator')) return null;
  const rule = new OpaRule(opa, policy.replaceAll('.', '/'));
  return new LeaderPolicy(
    rule,
    (outcome) => {
      metrics.leaderDecided(outcome);
    },
    logger,
  );
}

function workers(
  { cognition }: Configuration,
  memories: MemoryService,
  buffer: SessionBuffer,
  tunings: TuningStore,
  leaderPolicy: LeaderPolicy | null,
  states: WorkerStates,
  bus: EventBus,
  metrics: CognitionMetrics,
  logger: Logger,
): RunningWorker[] {
  return workersOf(cognition, { memories, buffer, tunings, leaderPolicy }).map((worker) => ({
    worker,
    delivery: new Delivery(new WorkerRun(worker, states, bus), bus, metrics, logger),
  }));
}
