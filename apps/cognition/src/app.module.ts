import { type DynamicModule, Module } from '@nestjs/common';
import { AuditModule, ServiceLifecycleModule } from '@somabrain/audit';
import { LOOP_STAFF, LoopModule, REWARDS_PROVIDER, type StaffedWorker } from '@somabrain/cognition';
import { Configuration, ConfigurationModule } from '@somabrain/config';
import { EventBus } from '@somabrain/events';
import { Backends, BackendsModule } from '@somabrain/health';
import { HealthController, LoggerModule, MetricsController, OperationsModule } from '@somabrain/runtime';
import { Logger, ServiceError, VERSION } from '@somabrain/kernel';
import { CognitionMetrics, MetricsModule } from '@somabrain/metrics';
import { GroupsIndicator } from './groups-indicator';
import { LoopStrategy } from './loop-strategy';
import { RewardController } from './reward.controller';

export interface AppModuleOptions {
  readonly configuration: Configuration;
  readonly logger: Logger;
  /** Exports `MemoryService`. */
  readonly storage: DynamicModule;
}

/** Workers of the cognitive loop on Kafka. */
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
        BackendsModule,
        LoopModule.forRoot(storage),
        ServiceLifecycleModule.forRoot('cognition'),
        OperationsModule.forRoot({ version: `v${VERSION}`, mode: configuration.mode }),
      ],
      providers: [
        {
          provide: LoopStrategy,
          inject: [Configuration, LOOP_STAFF, CognitionMetrics, Logger, Backends, EventBus],
          useFactory: strategy,
        },
        REWARDS_PROVIDER,
      ],
      controllers: [
        HealthController,
        ...(configuration.cognition.roles.includes('reward') ? [RewardController] : []),
      ],
    };
  }
}

/** @param _bus has registered what health asks of Kafka, which is replaced: a worker that gets no messages does nothing */
function strategy(
  { kafka, cognition }: Configuration,
  staff: readonly StaffedWorker[],
  metrics: CognitionMetrics,
  logger: Logger,
  backends: Backends,
  _bus: EventBus,
): LoopStrategy {
  if (!kafka) throw new ServiceError('A process of the cognitive loop needs SOMABRAIN_KAFKA_URL');
  const made = new LoopStrategy(kafka, cognition.consumerGroup, staff, metrics, logger);
  backends.register(new GroupsIndicator(made), { required: true, indispensable: true });
  return made;
}
