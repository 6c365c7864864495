import { Module } from '@nestjs/common';
import { Database } from '@somabrain/database';
import { AuditMetrics } from '@somabrain/metrics';
import { AccessLog } from './access-log';
import { AuditTrail } from './audit-trail';
import { AuditVerification } from './audit-verification';
import { BatchingAccessLog } from './batching-access-log';
import { ChainWriter } from './chain-writer';
import { EventBusModule } from './event-bus.module';
import { AuditRelay } from './relay/audit-relay';

/**
 * The audit of this process. Nest shuts modules down after those that import them, and global ones such as the database last: a module that
 * records until its end imports this one. Within a module it shuts a provider down before those it was given: the access log stores what it
 * holds, then the relay publishes that.
 */
@Module({
  imports: [EventBusModule],
  providers: [
    AuditRelay,
    {
      provide: ChainWriter,
      inject: [Database, AuditMetrics, AuditRelay],
      useFactory: (database: Database, metrics: AuditMetrics, relay: AuditRelay) =>
        new ChainWriter(database, metrics, () => {
          relay.kick();
        }),
    },
    BatchingAccessLog,
    { provide: AccessLog, useExisting: BatchingAccessLog },
    AuditTrail,
    AuditVerification,
  ],
  exports: [AccessLog, AuditRelay, AuditTrail, AuditVerification, ChainWriter, EventBusModule],
})
export class AuditModule {}
