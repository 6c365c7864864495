import { Module } from '@nestjs/common';
import { SessionHits } from '@somabrain/memory';
import { MetricsRegistry, WorkingMemoryMetrics } from '@somabrain/metrics';
import { SessionBuffer, WorkingMemoryModule } from '@somabrain/working-memory';
import { BufferedSessionHits } from './buffered-session-hits';

/** Binds `SessionHits` to the buffers of sessions. */
@Module({
  imports: [WorkingMemoryModule],
  providers: [
    {
      provide: WorkingMemoryMetrics,
      inject: [MetricsRegistry],
      useFactory: (registry: MetricsRegistry) => new WorkingMemoryMetrics(registry),
    },
    {
      provide: SessionHits,
      inject: [SessionBuffer, WorkingMemoryMetrics],
      useFactory: (buffer: SessionBuffer, metrics: WorkingMemoryMetrics) =>
        new BufferedSessionHits(buffer, metrics),
    },
  ],
  exports: [SessionHits, WorkingMemoryMetrics, WorkingMemoryModule],
})
export class SessionHitsModule {}
