import {
  type DynamicModule,
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { Logger, newId, newTraceId, SYSTEM_TENANT, VERSION } from '@somabrain/kernel';
import { AuditModule } from './audit.module';
import { ChainWriter } from './chain-writer';

/** Writes down in the service's own chain that a process started and stopped. */
class ServiceLifecycle implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly instance = newId();
  private readonly traceId = newTraceId();

  constructor(
    private readonly service: string,
    private readonly writer: ChainWriter,
    private readonly logger: Logger,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.record('service.started');
  }

  async onApplicationShutdown(): Promise<void> {
    try {
      await this.record('service.stopped');
    } catch (err) {
      this.logger.warn({ err }, 'the audit record of this stop could not be stored');
    }
  }

  private async record(action: 'service.started' | 'service.stopped'): Promise<void> {
    const event = {
      id: newId(),
      actor: 'system',
      action,
      traceId: this.traceId,
      resource: { type: 'service', id: this.service },
      data: { instance: this.instance, version: VERSION },
    };
    await this.writer.append([{ tenant: SYSTEM_TENANT, stream: 'events', event }]);
  }
}

/** Audits the life of the process it is part of. */
@Module({})
export class ServiceLifecycleModule {
  /** @param service name of the application, as in the record */
  static forRoot(service: string): DynamicModule {
    return {
      module: ServiceLifecycleModule,
      imports: [AuditModule],
      providers: [
        {
          provide: ServiceLifecycle,
          inject: [ChainWriter, Logger],
          useFactory: (writer: ChainWriter, logger: Logger) => new ServiceLifecycle(service, writer, logger),
        },
      ],
    };
  }
}
