import { Module } from '@nestjs/common';
import { Configuration } from '@somabrain/config';
import { SessionHits } from '@somabrain/memory';
import { WorkingMemoryMetrics } from '@somabrain/metrics';
import { SessionBuffer, WorkingMemoryModule } from '@somabrain/working-memory';
import { TuningModule } from '../tuning/tuning.module';
import { TenantModulators } from '../tuning/tenant-modulators';
import { BufferedSessionHits } from './buffered-session-hits';

/** Binds `SessionHits` to the buffers of sessions. */
@Module({
  imports: [WorkingMemoryModule, TuningModule],
  providers: [
    WorkingMemoryMetrics,
    {
      provide: SessionHits,
      inject: [SessionBuffer, TenantModulators, WorkingMemoryMetrics, Configuration],
      useFactory: (
        buffer: SessionBuffer,
        modulators: TenantModulators,
        metrics: WorkingMemoryMetrics,
        { cognition }: Configuration,
      ) => new BufferedSessionHits(buffer, modulators, metrics, cognition.enabled && cognition.anticipation),
    },
  ],
  exports: [SessionHits, WorkingMemoryMetrics, WorkingMemoryModule],
})
export class SessionHitsModule {}
