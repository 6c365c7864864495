import { type DynamicModule, Module, type Provider } from '@nestjs/common';
import { AuditModule } from '@somabrain/audit';
import { MemoryService } from '@somabrain/memory';
import { LearningMetrics, MetricsRegistry } from '@somabrain/metrics';
import { SessionBuffer } from '@somabrain/working-memory';
import { Acting } from './acting/acting';
import { Adaptation } from './adaptation/adaptation';
import { ContextBuilder } from './context/context-builder';
import { Graph } from './graph/graph';
import { MindStore } from './mind/mind-store';
import { MindModule } from './mind/mind.module';
import { TenantModulators } from './mind/tenant-modulators';
import { Retrieval } from './retrieving/retrieval';
import { SleepModule } from './sleep/sleep.module';
import { Rewards } from './loop/rewards';
import { REWARDS_PROVIDER } from './loop/rewards-provider';
import { SessionHitsModule } from './working-memory/session-hits.module';
import { WorkingMemory } from './working-memory/working-memory';

const PARTS: Provider[] = [
  {
    provide: WorkingMemory,
    inject: [SessionBuffer, MemoryService],
    useFactory: (buffer: SessionBuffer, memories: MemoryService) => new WorkingMemory(buffer, memories),
  },
  {
    provide: LearningMetrics,
    inject: [MetricsRegistry],
    useFactory: (registry: MetricsRegistry) => new LearningMetrics(registry),
  },
  {
    provide: Adaptation,
    inject: [MindStore, MemoryService, LearningMetrics],
    useFactory: (minds: MindStore, memories: MemoryService, metrics: LearningMetrics) =>
      new Adaptation(minds, memories, metrics),
  },
  {
    provide: ContextBuilder,
    inject: [MemoryService, MindStore],
    useFactory: (memories: MemoryService, minds: MindStore) => new ContextBuilder(memories, minds),
  },
  {
    provide: Graph,
    inject: [MemoryService],
    useFactory: (memories: MemoryService) => new Graph(memories),
  },
  {
    provide: Acting,
    inject: [MemoryService, Graph, TenantModulators],
    useFactory: (memories: MemoryService, graph: Graph, modulators: TenantModulators) =>
      new Acting(memories, graph, modulators),
  },
  {
    provide: Retrieval,
    inject: [MemoryService],
    useFactory: (memories: MemoryService) => new Retrieval(memories),
  },
  REWARDS_PROVIDER,
];

/** What makes of stored memories a mind: each part changes what agents get. */
@Module({})
export class CognitionModule {
  /** @param storage exports `MemoryService` */
  static forRoot(storage: DynamicModule): DynamicModule {
    const sleep = SleepModule.forRoot(storage);
    return {
      module: CognitionModule,
      imports: [storage, AuditModule, SessionHitsModule, MindModule, sleep],
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
        MindModule,
        sleep,
      ],
    };
  }
}
