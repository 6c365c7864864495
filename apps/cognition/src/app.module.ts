import { type DynamicModule, Module, type OnModuleInit } from '@nestjs/common';
import { AuditModule, ServiceLifecycleModule } from '@somabrain/audit';
import { LoopModule, REWARDS_PROVIDER } from '@somabrain/cognition';
import { type Configuration, ConfigurationModule } from '@somabrain/config';
import { Backends, BackendsModule } from '@somabrain/health';
import { HealthController, LoggerModule, MetricsController, OperationsModule } from '@somabrain/runtime';
import { type Logger, VERSION } from '@somabrain/kernel';
import { MetricsModule } from '@somabrain/metrics';
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
      providers: [LoopStrategy, REWARDS_PROVIDER],
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
