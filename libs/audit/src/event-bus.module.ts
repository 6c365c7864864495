import { Inject, Module, type OnModuleInit } from '@nestjs/common';
import { Configuration } from '@somabrain/config';
import { EventBus, InProcessEventBus, KafkaEventBus, KafkaProbe } from '@somabrain/events';
import { Backends, BackendsModule, KafkaIndicator } from '@somabrain/health';
import { Logger } from '@somabrain/kernel';
import { KafkaMetrics, MetricsRegistry } from '@somabrain/metrics';
import { startedTelemetry } from '@somabrain/telemetry';

/** Binds `EventBus`: the one place that chooses its adapter. It is closed after the modules that import it. */
@Module({
  imports: [BackendsModule],
  providers: [
    {
      provide: EventBus,
      inject: [Configuration, MetricsRegistry, Logger],
      useFactory: ({ kafka }: Configuration, registry: MetricsRegistry, logger: Logger): EventBus => {
        const bus = kafka
          ? new KafkaEventBus(kafka, new KafkaMetrics(registry), logger)
          : new InProcessEventBus();
        return startedTelemetry()?.traced(bus) ?? bus;
      },
    },
    {
      provide: KafkaProbe,
      inject: [Configuration, Logger],
      useFactory: ({ kafka }: Configuration, logger: Logger) => kafka && new KafkaProbe(kafka, logger),
    },
  ],
  exports: [EventBus],
})
export class EventBusModule implements OnModuleInit {
  constructor(
    @Inject(KafkaProbe) private readonly brokers: KafkaProbe | null,
    private readonly configuration: Configuration,
    private readonly backends: Backends,
  ) {}

  onModuleInit(): void {
    if (!this.brokers) return;
    const required = this.configuration.strict.externalBackends;
    this.backends.register(new KafkaIndicator(this.brokers), { required, indispensable: false });
  }
}
