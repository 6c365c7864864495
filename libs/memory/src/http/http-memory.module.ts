import { type DynamicModule, Module, type OnModuleInit, Optional } from '@nestjs/common';
import { Backends, BackendsModule } from '@somabrain/health';
import { MemoryHttpMetrics } from '@somabrain/metrics';
import type { RemoteMemory } from './remote-memory';
import { WriteJournal } from '../journal/write-journal';
import { MEMORY_ADAPTER } from '../memory-adapter';
import { HttpMemoryService } from './http-memory-service';
import { JournalingMemoryService } from './journaling-memory-service';
import { MemoryConnection } from './memory-connection';
import { MemoryIndicator } from './memory-indicator';
import { WriteJournalModule } from './write-journal.module';

/** Long-term memory in a service of its own. */
@Module({})
export class HttpMemoryModule implements OnModuleInit {
  constructor(
    private readonly indicator: MemoryIndicator,
    private readonly backends: Backends,
    @Optional() private readonly journal?: WriteJournal,
  ) {}

  static forRoot(remote: RemoteMemory): DynamicModule {
    return {
      module: HttpMemoryModule,
      imports: [BackendsModule, ...(remote.journal ? [WriteJournalModule] : [])],
      providers: [
        MemoryHttpMetrics,
        {
          provide: MemoryConnection,
          inject: [MemoryHttpMetrics],
          useFactory: (metrics: MemoryHttpMetrics) => new MemoryConnection(remote, metrics),
        },
        {
          provide: MEMORY_ADAPTER,
          inject: [MemoryConnection, { token: WriteJournal, optional: true }],
          useFactory: (connection: MemoryConnection, journal: WriteJournal | undefined) =>
            journal ? new JournalingMemoryService(connection, journal) : new HttpMemoryService(connection),
        },
        MemoryIndicator,
      ],
      exports: [MEMORY_ADAPTER],
    };
  }

  onModuleInit(): void {
    // With a journal writes are accepted without the service.
    const required = !this.journal;
    this.backends.register(this.indicator, { required, indispensable: required });
  }
}
