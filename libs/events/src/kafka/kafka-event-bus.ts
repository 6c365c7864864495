import type { Logger } from '@somabrain/kernel';
import type { Kafka } from 'kafkajs';
import { EventBus, type EventHandler, type EventMessage, type Unsubscribe } from '../event-bus';
import type { Topic } from '../topics';
import { kafkaClient, type KafkaConnection } from './kafka-client';
import { rangeOf, TopicConsumer } from './topic-consumer';
import { type KafkaObserver, TopicProducer } from './topic-producer';

const TIMEOUTS = { connectMs: 3_000, requestMs: 3_000, retries: 2 };

/**
 * The bus of several processes. A publish resolves when every in-sync replica has stored its messages; one that fails ends in bounded time
 * and the next connects anew, so that brokers which come back need nobody to restart anything.
 */
export class KafkaEventBus extends EventBus {
  private readonly kafka: Kafka;
  private readonly producers = new Map<Topic, TopicProducer>();
  private readonly consumers = new Set<TopicConsumer>();

  constructor(
    connection: KafkaConnection,
    private readonly observer: KafkaObserver,
    private readonly logger: Logger,
  ) {
    super();
    this.kafka = kafkaClient(connection, TIMEOUTS, logger);
  }

  /** @throws Problem OVERLOADED; Error when the brokers did not store all */
  publish(topic: Topic, messages: readonly EventMessage[]): Promise<void> {
    return this.producer(topic).publish(messages);
  }

  /** A topic keeps what nobody reads yet. */
  hasSubscribers(): boolean {
    return true;
  }

  /** @throws Error when no broker answers */
  async subscribe(topic: Topic, handler: EventHandler): Promise<Unsubscribe> {
    const { end } = await rangeOf(this.kafka, topic);
    const consumer = new TopicConsumer(this.kafka, topic, end, handler, this.logger);
    await consumer.start();
    this.consumers.add(consumer);
    return async () => {
      this.consumers.delete(consumer);
      await consumer.close();
    };
  }

  async close(): Promise<void> {
    const consumers = [...this.consumers];
    this.consumers.clear();
    await Promise.all([
      ...[...this.producers.values()].map((producer) => producer.close()),
      ...consumers.map((consumer) => consumer.close()),
    ]);
  }

  private producer(topic: Topic): TopicProducer {
    let producer = this.producers.get(topic);
    if (!producer) {
      this.producers.set(topic, (producer = new TopicProducer(this.kafka, topic, this.observer)));
    }
    return producer;
  }
}
