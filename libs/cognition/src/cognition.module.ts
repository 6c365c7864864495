import { type DynamicModule, Module } from '@nestjs/common';
import { MemoryService } from '@somabrain/memory';
import { SessionBuffer } from '@somabrain/working-memory';
import { SessionHitsModule } from './working-memory/session-hits.module';
import { WorkingMemory } from './working-memory/working-memory';

/** What makes of stored memories a mind: each part changes what agents get. */
@Module({})
export class CognitionModule {
  /** @param storage exports `MemoryService` */
  static forRoot(storage: DynamicModule): DynamicModule {
    return {
      module: CognitionModule,
      imports: [storage, SessionHitsModule],
      providers: [
        {
          provide: WorkingMemory,
          inject: [SessionBuffer, MemoryService],
          useFactory: (buffer: SessionBuffer, memories: MemoryService) => new WorkingMemory(buffer, memories),
        },
      ],
      exports: [WorkingMemory],
    };
  }
}
