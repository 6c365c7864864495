import {
  Inject,
  Injectable,
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { Configuration } from '@somabrain/config';
import { Database } from '@somabrain/database';
import { EventBus, InProcessEventBus, KafkaProbe } from '@somabrain/events';
import { Backends, BackendsModule, KafkaIndicator } from '@somabrain/health';
import { Logger } from '@somabrain/kernel';
import { AuditMetrics } from '@somabrain/metrics';
import { AccessLog } from './access-log';
import { AuditTrail } from './audit-trail';
import { AuditVerification } from './audit-verification';
import { BatchingAccessLog } from './batching-access-log';
import { ChainWriter } from './chain-writer';
import { AuditRelay } from './relay/audit-relay';

/** The brokers that health asks; null: there are none. */
const KAFKA = Symbol('kafka probe');

/** Publishes while the application runs; at its end stores what the access log holds, then lets go of the relay's shards. */
@Injectable()
class AuditLifecycle implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    @Inject(BatchingAccessLog) private readonly accessLog: BatchingAccessLog,
    @Inject(AuditRelay) private readonly relay: AuditRelay,
    @Inject(KAFKA) private readonly kafka: KafkaProbe | null,
  ) {}

  onApplicationBootstrap(): void {
    this.relay.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.accessLog.close();
    await this.relay.close();
    await this.kafka?.close();
  }
}

/**
 * The audit of this process. Nest shuts modules down after those that import them, and global ones such as the database last: a module that
 * records until its end imports this one.
 */
@Module({
  imports: [BackendsModule],
  providers: [
    { provide: EventBus, useFactory: () => new InProcessEventBus() },
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
    { provide: KAFKA, inject: [Configuration, Backends], useFactory: connect },
    AuditLifecycle,
  ],
  exports: [AccessLog, AuditRelay, AuditTrail, AuditVerification, ChainWriter, EventBus],
})
export class AuditModule {}

function connect({ kafka, strict }: Configuration, backends: Backends): KafkaProbe | null {
  if (!kafka) return null;
  const probe = new KafkaProbe(kafka.brokers);
  backends.register(new KafkaIndicator(probe), { required: strict.externalBackends, indispensable: false });
  return probe;
}
