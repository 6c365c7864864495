import { type DynamicModule, Module } from '@nestjs/common';
import { Backends, BackendsModule } from '@somabrain/health';
import { MemoryHttpMetrics, MetricsRegistry } from '@somabrain/metrics';
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
export class HttpMemoryModule {
  static forRoot(remote: RemoteMemory): DynamicModule {
    return {
      module: HttpMemoryModule,
      imports: [BackendsModule, ...(remote.journal ? [WriteJournalModule] : [])],
      providers: [
        {
          provide: MemoryConnection,
          inject: [MetricsRegistry],
          useFactory: (registry: MetricsRegistry) =>
            new MemoryConnection(remote, new MemoryHttpMetrics(registry)),
        },
        {
          provide: MEMORY_ADAPTER,
          inject: [MemoryConnection, { token: WriteJournal, optional: true }],
          useFactory: (connection: MemoryConnection, journal: WriteJournal | undefined) =>
            journal ? new JournalingMemoryService(connection, journal) : new HttpMemoryService(connection),
        },
        {
          provide: MemoryIndicator,
          inject: [Backends, MemoryConnection],
          useFactory: (backends: Backends, connection: MemoryConnection) => {
            const indicator = new MemoryIndicator(connection);
            // With a journal writes are accepted without it.
            backends.register(indicator, { required: !remote.journal, indispensable: !remote.journal });
            return indicator;
          },
        },
      ],
      exports: [MEMORY_ADAPTER],
    };
  }
}
