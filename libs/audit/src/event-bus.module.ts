import { Module } from '@nestjs/common';
import { Configuration } from '@somabrain/config';
import { EventBus, InProcessEventBus, KafkaEventBus, KafkaProbe } from '@somabrain/events';
import { Backends, BackendsModule, KafkaIndicator } from '@somabrain/health';
import { Logger } from '@somabrain/kernel';
import { KafkaMetrics, MetricsRegistry } from '@somabrain/metrics';
import { startedTelemetry } from '@somabrain/telemetry';

/** The brokers that health asks; null: there are none. */
const PROBE = Symbol('kafka probe');

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
    { provide: PROBE, inject: [Configuration, Backends, Logger], useFactory: probe },
  ],
  exports: [EventBus],
})
export class EventBusModule {}

function probe({ kafka, strict }: Configuration, backends: Backends, logger: Logger): KafkaProbe | null {
  if (!kafka) return null;
  const brokers = new KafkaProbe(kafka, logger);
  backends.register(new KafkaIndicator(brokers), { required: strict.externalBackends, indispensable: false });
  return brokers;
}
