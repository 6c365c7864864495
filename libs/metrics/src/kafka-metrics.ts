import { Counter, Histogram } from 'prom-client';
import type { MetricsRegistry } from './metrics-registry';

/** What publishing to Kafka counts about itself. */
export class KafkaMetrics {
  private readonly messages: Counter<'topic'>;
  private readonly failures: Counter<'topic'>;
  private readonly seconds: Histogram<'topic'>;

  constructor(registry: MetricsRegistry) {
    const registers = [registry];
    this.messages = new Counter({
      name: 'somabrain_kafka_published_total',
      help: 'Messages that the brokers stored, by topic',
      labelNames: ['topic'],
      registers,
    });
    this.failures = new Counter({
      name: 'somabrain_kafka_publish_failures_total',
      help: 'Batches that the brokers did not store or not in time, by topic; they are published again',
      labelNames: ['topic'],
      registers,
    });
    this.seconds = new Histogram({
      name: 'somabrain_kafka_publish_duration_seconds',
      help: 'Time in which the brokers stored a batch, in seconds, by topic',
      labelNames: ['topic'],
      buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers,
    });
  }

  /** @param topic one of a few fixed names, since each makes its own series */
  published(topic: string, messages: number, seconds: number): void {
    this.messages.inc({ topic }, messages);
    this.seconds.observe({ topic }, seconds);
  }

  failed(topic: string): void {
    this.failures.inc({ topic });
  }
}
