import { type Kafka, KafkaJSError, type Producer } from 'kafkajs';
import type { EventMessage } from '../event-bus';
import { MessageRefused } from '../message-refused';
import type { Topic } from '../topics';
import { Batches } from './batches';
import { abandon, disconnect, inTime } from './disconnect';
import { keyPartitioner } from './key-partitioner';

/** What the adapter tells its metrics. */
export interface KafkaObserver {
  /** A batch is stored. @param seconds how long the brokers took */
  published(topic: Topic, messages: number, seconds: number): void;
  /** A batch failed. */
  failed(topic: Topic): void;
}

/** Beyond it a batch counts as failed, whatever the library still tries. */
const SEND_TIMEOUT_MS = 6_000;
const CLOSE_TIMEOUT_MS = 3_000;
const ALL_IN_SYNC_REPLICAS = -1;

/** A producer, and whether it is ready. */
interface Connected {
  readonly producer: Producer;
  readonly ready: Promise<void>;
}

/**
 * Publishes to one topic. The producer is idempotent: what it sends again after a lost answer is stored once.
 *
 * After a failure it is thrown away. The library would give the numbers of the failed batch to the next one, which brokers that did store
 * the first take for a repetition of it and acknowledge without storing it.
 */
export class TopicProducer {
  private connected: Connected | null = null;
  private readonly batches = new Batches((messages) => this.send(messages));
  private closed = false;

  constructor(
    private readonly kafka: Kafka,
    private readonly topic: Topic,
    private readonly observer: KafkaObserver,
  ) {}

  /** Resolves when the brokers have stored all. @throws when they did not, in bounded time */
  publish(messages: readonly EventMessage[]): Promise<void> {
    if (this.closed) return Promise.reject(new Error('The event bus is closed'));
    return this.batches.add(messages);
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.batches.settled();
    if (this.connected) await disconnect(this.connected.producer, CLOSE_TIMEOUT_MS);
    this.connected = null;
  }

  private async send(messages: readonly EventMessage[]): Promise<void> {
    const start = performance.now();
    const used = (this.connected ??= this.connect());
    const stored = this.store(used, messages);
    try {
      await inTime(stored, SEND_TIMEOUT_MS);
      this.observer.published(this.topic, messages.length, (performance.now() - start) / 1_000);
    } catch (error) {
      this.connected = null;
      void abandon(used.producer, stored);
      this.observer.failed(this.topic);
      throw explained(error, this.topic);
    }
  }

  private async store({ producer, ready }: Connected, messages: readonly EventMessage[]): Promise<void> {
    await ready;
    await producer.send({
      topic: this.topic,
      acks: ALL_IN_SYNC_REPLICAS,
      messages: messages.map(({ key, value, headers }) => ({ key, value, headers })),
    });
  }

  private connect(): Connected {
    const producer = this.kafka.producer({
      idempotent: true,
      // It would have one partition, or however many the brokers give by default, and could never have more.
      allowAutoTopicCreation: false,
      createPartitioner: keyPartitioner,
    });
    return { producer, ready: producer.connect() };
  }
}

/** What brokers say of messages that they would refuse again and again. */
const REFUSALS: ReadonlySet<string> = new Set([
  'MESSAGE_TOO_LARGE',
  'RECORD_LIST_TOO_LARGE',
  'INVALID_TIMESTAMP',
  'INVALID_RECORD',
]);

/** What an operator can do about it. */
export function explained(error: unknown, topic: Topic): unknown {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (!(cause instanceof KafkaJSError) || !('type' in cause)) continue;
    if (cause.type === 'UNKNOWN_TOPIC_OR_PARTITION')
      return new Error(`There is no topic ${topic}: create it with somabrain topics`, { cause: error });
    if (typeof cause.type === 'string' && REFUSALS.has(cause.type))
      return new MessageRefused(
        `The brokers refuse a message of topic ${topic} (${cause.type}): look at its max.message.bytes`,
        { cause: error },
      );
  }
  return error;
}
