import { type DynamicModule, Module, type Provider } from '@nestjs/common';
import { AuditModule } from '@somabrain/audit';
import { MemoryService } from '@somabrain/memory';
import { LearningMetrics } from '@somabrain/metrics';
import { Acting } from './acting/acting';
import { Adaptation } from './adaptation/adaptation';
import { ContextBuilder } from './context/context-builder';
import { Graph } from './graph/graph';
import { TuningStore } from './tuning/tuning-store';
import { TuningModule } from './tuning/tuning.module';
import { Retrieval } from './retrieving/retrieval';
import { SleepModule } from './consolidation/sleep.module';
import { Rewards } from './loop/rewards';
import { REWARDS_PROVIDER } from './loop/rewards-provider';
import { SessionHitsModule } from './working-memory/session-hits.module';
import { WorkingMemory } from './working-memory/working-memory';

const PARTS: Provider[] = [
  WorkingMemory,
  LearningMetrics,
  Adaptation,
  {
    provide: ContextBuilder,
    inject: [MemoryService, TuningStore],
    useFactory: (memories: MemoryService, tunings: TuningStore) => new ContextBuilder(memories, tunings),
  },
  Graph,
  Acting,
  Retrieval,
  REWARDS_PROVIDER,
];

/** Cognition over stored memories: each part changes what agents get. */
@Module({})
export class CognitionModule {
  /** @param storage exports `MemoryService` */
  static forRoot(storage: DynamicModule): DynamicModule {
    const sleep = SleepModule.forRoot(storage);
    return {
      module: CognitionModule,
      imports: [storage, AuditModule, SessionHitsModule, TuningModule, sleep],
      providers: PARTS,
      exports: [
        WorkingMemory,
        Adaptation,
        ContextBuilder,
        Graph,
        Acting,
        Retrieval,
        Rewards,
        LearningMetrics,
        TuningModule,
        sleep,
      ],
    };
  }
}
