import { Injectable } from '@nestjs/common';
import { Counter, Gauge, Histogram } from 'prom-client';
import { MetricsRegistry } from './metrics-registry';

/** What the workers of the cognitive loop count. */
@Injectable()
export class CognitionMetrics {
  private readonly messages: Counter<'worker' | 'outcome'>;
  private readonly retries: Counter<'worker'>;
  private readonly dead: Counter<'worker' | 'topic'>;
  private readonly seconds: Histogram<'worker'>;
  private readonly leaders: Counter<'outcome'>;
  private readonly behind: Gauge<'worker' | 'topic' | 'partition'>;

  constructor(registry: MetricsRegistry) {
    const registers = [registry];
    this.messages = new Counter({
      name: 'somabrain_cognition_messages_total',
      help: 'Messages processed by cognitive loop workers, and duplicates',
      labelNames: ['worker', 'outcome'],
      registers,
    });
    this.retries = new Counter({
      name: 'somabrain_cognition_retries_total',
      help: 'Retries of cognitive loop workers',
      labelNames: ['worker'],
      registers,
    });
    this.dead = new Counter({
      name: 'somabrain_cognition_dead_letters_total',
      help: 'Messages that a worker of the cognitive loop gave up on, by their topic',
      labelNames: ['worker', 'topic'],
      registers,
    });
    this.seconds = new Histogram({
      name: 'somabrain_cognition_batch_duration_seconds',
      help: 'Duration of a message batch in a cognitive loop worker',
      labelNames: ['worker'],
      buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers,
    });
    this.leaders = new Counter({
      name: 'somabrain_cognition_leader_decisions_total',
      help: 'Policy decisions about the leading domain: kept, overridden, denied or unavailable',
      labelNames: ['outcome'],
      registers,
    });
    this.behind = new Gauge({
      name: 'somabrain_cognition_lag_messages',
      help: 'Messages of a topic that wait for a worker of the cognitive loop in this process',
      labelNames: ['worker', 'topic', 'partition'],
      registers,
    });
  }

  delivered(worker: string, taken: number, repeated: number, seconds: number): void {
    this.messages.inc({ worker, outcome: 'taken' }, taken);
    this.messages.inc({ worker, outcome: 'repeated' }, repeated);
    this.seconds.observe({ worker }, seconds);
  }

  retried(worker: string): void {
    this.retries.inc({ worker });
  }

  deadLettered(worker: string, topic: string): void {
    this.dead.inc({ worker, topic });
  }

  leaderDecided(outcome: 'kept' | 'overridden' | 'denied' | 'unavailable'): void {
    this.leaders.inc({ outcome });
  }

  lag(worker: string, topic: string, partition: number, messages: number): void {
    this.behind.set({ worker, topic, partition }, messages);
  }
}
