import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { WorkingMemoryMetrics } from '@somabrain/metrics';
import { HttpMemoryModule } from './http/http-memory.module';
import type { RemoteMemory } from './http/remote-memory';
import { InProcessMemoryModule } from './in-process/in-process-memory.module';
import { MEMORY_ADAPTER } from './memory-adapter';
import { MemoryService } from './memory-service';
import { SessionAwareMemory } from './session/session-aware-memory';
import { SessionHits } from './session/session-hits';

/** Binds `MemoryService`: the one place that chooses its adapter. */
@Module({})
export class MemoryModule {
  /**
   * @param remote the service that keeps the memories; null: this process does
   * @param sessions exports `SessionHits` and `WorkingMemoryMetrics`; null: sessions have nothing in mind
   */
  static forRoot(remote: RemoteMemory | null, sessions: Type | null): DynamicModule {
    const adapter = remote ? HttpMemoryModule.forRoot(remote) : InProcessMemoryModule;
    return {
      module: MemoryModule,
      imports: [adapter, ...(sessions ? [sessions] : [])],
      providers: [
        sessions
          ? {
              provide: MemoryService,
              inject: [MEMORY_ADAPTER, SessionHits, WorkingMemoryMetrics],
              useFactory: (memory: MemoryService, hits: SessionHits, metrics: WorkingMemoryMetrics) =>
                new SessionAwareMemory(memory, hits, metrics),
            }
          : { provide: MemoryService, useExisting: MEMORY_ADAPTER },
      ],
      exports: [MemoryService],
    };
  }
}
