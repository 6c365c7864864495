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
import { MindStore } from '../mind/mind-store';
import { MindModule } from '../mind/mind.module';
import { SessionHitsModule } from '../working-memory/session-hits.module';
import { Delivery } from './delivery';
import { InProcessLoop, type StaffedWorker } from './in-process-loop';
import { workersOf } from './loop-workers';
import { CachedStates } from './states/cached-states';
import { InProcessStates } from './states/in-process-states';
import { PostgresStates } from './states/postgres-states';
import { WorkerStates } from './states/worker-states';
import { WorkerRun } from './worker-run';

/** The workers of this process. */
export const LOOP_STAFF = Symbol('loop staff');

/** Who may name another leader; null: nobody is asked. */
const LEADER_POLICY = Symbol('leader policy');

/** The cognitive loop: its workers, and where they keep what they know. */
@Module({})
export class LoopModule {
  /** @param storage exports `MemoryService` */
  static forRoot(storage: DynamicModule): DynamicModule {
    return {
      module: LoopModule,
      imports: [storage, AuditModule, SessionHitsModule, MindModule],
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
          provide: LOOP_STAFF,
          inject: [
            Configuration,
            MemoryService,
            SessionBuffer,
            MindStore,
            LEADER_POLICY,
            WorkerStates,
            EventBus,
            CognitionMetrics,
            Logger,
          ],
          useFactory: staff,
        },
        {
          // Null where Kafka carries the loop to other processes.
          provide: InProcessLoop,
          inject: [Configuration, EventBus, LOOP_STAFF],
          useFactory: ({ kafka }: Configuration, bus: EventBus, staff: readonly StaffedWorker[]) =>
            kafka ? null : new InProcessLoop(bus, staff),
        },
      ],
      exports: [LOOP_STAFF, CognitionMetrics, AuditModule],
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

function staff(
  { cognition }: Configuration,
  memories: MemoryService,
  buffer: SessionBuffer,
  minds: MindStore,
  leaderPolicy: LeaderPolicy | null,
  states: WorkerStates,
  bus: EventBus,
  metrics: CognitionMetrics,
  logger: Logger,
): StaffedWorker[] {
  return workersOf(cognition, { memories, buffer, minds, leaderPolicy }).map((worker) => ({
    worker,
    delivery: new Delivery(new WorkerRun(worker, states, bus), bus, metrics, logger),
  }));
}
