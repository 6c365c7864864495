import { type DynamicModule, Module } from '@nestjs/common';
import { AuditModule, ServiceLifecycleModule } from '@somabrain/audit';
import { type Configuration, ConfigurationModule } from '@somabrain/config';
import { HealthController, LoggerModule, MetricsController, OperationsModule } from '@somabrain/runtime';
import { type Logger, VERSION } from '@somabrain/kernel';
import { MetricsModule } from '@somabrain/metrics';
import { AccessController } from './access.controller';
import { OPERATION_CONTROLLERS } from './operation.controller';
import { TransferController } from './transfer.controller';

export interface AppModuleOptions {
  readonly configuration: Configuration;
  readonly logger: Logger;
  /** Exports `MemoryService`. */
  readonly storage: DynamicModule;
}

/** The memory service: the port `MemoryService` over HTTP. */
@Module({})
export class AppModule {
  static forRoot({ configuration, logger, storage }: AppModuleOptions): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigurationModule.forRoot(configuration),
        LoggerModule.forRoot(logger),
        MetricsModule.forRoot(MetricsController),
        storage,
        AuditModule,
        ServiceLifecycleModule.forRoot('memory'),
        OperationsModule.forRoot({ version: `v${VERSION}`, mode: configuration.mode }),
      ],
      controllers: [...OPERATION_CONTROLLERS, TransferController, HealthController, AccessController],
    };
  }
}
