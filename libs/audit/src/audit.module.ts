import { Module } from '@nestjs/common';
import { Database } from '@somabrain/database';
import { EventBus } from '@somabrain/events';
import { Logger } from '@somabrain/kernel';
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
    {
      provide: AuditRelay,
      inject: [Database, EventBus, AuditMetrics, Logger],
      useFactory: (database: Database, bus: EventBus, metrics: AuditMetrics, logger: Logger) =>
        new AuditRelay(database, bus, metrics, logger),
    },
    {
      provide: ChainWriter,
      inject: [Database, AuditMetrics, AuditRelay],
      useFactory: (database: Database, metrics: AuditMetrics, relay: AuditRelay) =>
        new ChainWriter(database, metrics, () => {
          relay.kick();
        }),
    },
    {
      provide: BatchingAccessLog,
      inject: [ChainWriter, AuditMetrics, Logger],
      useFactory: (writer: ChainWriter, metrics: AuditMetrics, logger: Logger) =>
        new BatchingAccessLog(writer, metrics, logger),
    },
    { provide: AccessLog, useExisting: BatchingAccessLog },
    {
      provide: AuditTrail,
      inject: [Database],
      useFactory: (database: Database) => new AuditTrail(database),
    },
    {
      provide: AuditVerification,
      inject: [Database, ChainWriter, AuditMetrics],
      useFactory: (database: Database, writer: ChainWriter, metrics: AuditMetrics) =>
        new AuditVerification(database, writer, metrics),
    },
  ],
  exports: [AccessLog, AuditRelay, AuditTrail, AuditVerification, ChainWriter, EventBusModule],
})
export class AuditModule {}
