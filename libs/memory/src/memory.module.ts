import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { Configuration } from '@somabrain/config';
import { WorkingMemoryMetrics } from '@somabrain/metrics';
import { CoRecallModule } from './co-recall/co-recall.module';
import { CoRecallingMemory } from './co-recall/co-recalling-memory';
import { RecalledPairs } from './co-recall/recalled-pairs';
import { FairMemory } from './fairness/fair-memory';
import { LoopLoad } from './fairness/loop-load';
import { TenantShares } from './fairness/tenant-shares';
import { HttpMemoryModule } from './http/http-memory.module';
import type { RemoteMemory } from './http/remote-memory';
import { InProcessMemoryModule } from './in-process-memory.module';
import { MEMORY_ADAPTER } from './memory-adapter';
import { MemoryService } from './memory-service';
import { SessionAwareMemory } from './session/session-aware-memory';
import { SessionHits } from './session/session-hits';

/** Binds `MemoryService`: the one place that chooses its adapter and its decorators. */
@Module({})
export class MemoryModule {
  /**
   * @param remote the service that keeps the memories; null: this process does
   * @param sessions exports `SessionHits` and `WorkingMemoryMetrics`; null: sessions have no working memory, and nothing is noted of recalls
   */
  static forRoot(remote: RemoteMemory | null, sessions: Type | null): DynamicModule {
    const adapter = remote ? HttpMemoryModule.forRoot(remote) : InProcessMemoryModule;
    return {
      module: MemoryModule,
      imports: [adapter, ...(sessions ? [sessions, CoRecallModule.forRoot(adapter)] : [])],
      providers: [
        sessions
          ? {
              provide: MemoryService,
              inject: [MEMORY_ADAPTER, SessionHits, WorkingMemoryMetrics, RecalledPairs, Configuration],
              useFactory: withSessions,
            }
          : {
              provide: MemoryService,
              inject: [MEMORY_ADAPTER],
              useFactory: fair,
            },
      ],
      exports: [MemoryService],
    };
  }
}

function withSessions(
  memory: MemoryService,
  hits: SessionHits,
  metrics: WorkingMemoryMetrics,
  pairs: RecalledPairs,
  { coRecallLinks }: Configuration,
): MemoryService {
  const noting = coRecallLinks ? new CoRecallingMemory(fair(memory), pairs) : fair(memory);
  return new SessionAwareMemory(noting, hits, metrics);
}

function fair(memory: MemoryService): MemoryService {
  const load = new LoopLoad();
  return new FairMemory(memory, new TenantShares(() => load.value));
}
