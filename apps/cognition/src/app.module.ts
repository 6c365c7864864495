import { type DynamicModule, Module, type OnModuleInit } from '@nestjs/common';
import { AuditModule, ServiceLifecycleModule } from '@somabrain/audit';
import { LOOP_STAFF, LoopModule, REWARDS_PROVIDER, type StaffedWorker } from '@somabrain/cognition';
import { Configuration, ConfigurationModule } from '@somabrain/config';
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
export class AppModule implements OnModuleInit {
  constructor(
    private readonly strategy: LoopStrategy,
    private readonly backends: Backends,
  ) {}

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
          inject: [Configuration, LOOP_STAFF, CognitionMetrics, Logger],
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

  /** Replaces what the event bus registered of Kafka, whose module Nest initialises first: a worker that gets no messages does nothing. */
  onModuleInit(): void {
    this.backends.register(new GroupsIndicator(this.strategy), { required: true, indispensable: true });
  }
}

function strategy(
  { kafka, cognition }: Configuration,
  staff: readonly StaffedWorker[],
  metrics: CognitionMetrics,
  logger: Logger,
): LoopStrategy {
  if (!kafka) throw new ServiceError('A process of the cognitive loop needs SOMABRAIN_KAFKA_URL');
  return new LoopStrategy(kafka, cognition.consumerGroup, staff, metrics, logger);
}
