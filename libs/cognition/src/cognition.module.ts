import { type DynamicModule, Module } from '@nestjs/common';
import { MemoryService } from '@somabrain/memory';
import { LearningMetrics, MetricsRegistry } from '@somabrain/metrics';
import { SessionBuffer } from '@somabrain/working-memory';
import { Adaptation } from './adaptation/adaptation';
import { MindStore } from './mind/mind-store';
import { MindModule } from './mind/mind.module';
import { SessionHitsModule } from './working-memory/session-hits.module';
import { WorkingMemory } from './working-memory/working-memory';

/** What makes of stored memories a mind: each part changes what agents get. */
@Module({})
export class CognitionModule {
  /** @param storage exports `MemoryService` */
  static forRoot(storage: DynamicModule): DynamicModule {
    return {
      module: CognitionModule,
      imports: [storage, SessionHitsModule, MindModule],
      providers: [
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
      ],
      exports: [WorkingMemory, Adaptation, LearningMetrics, MindModule],
    };
  }
}
