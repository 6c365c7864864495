import { setTimeout as pause } from 'node:timers/promises';
import { type Logger, ServiceError } from '@somabrain/kernel';
import type { Kafka } from 'kafkajs';
import type { EventMessage } from '../event-bus';
import { kafkaClient, type KafkaConnection } from './kafka-client';
import { type Positions, rangeOf, TopicConsumer } from './topic-consumer';

const TIMEOUTS = { connectMs: 3_000, requestMs: 15_000, retries: 3 };
const LOOK_MS = 50;
/** Brokers that send nothing for so long will not. */
const STANDSTILL_MS = 60_000;

/** Told now and then: how many messages are read, and how many there are to read. */
export type ReadingProgress = (messages: number, total: number) => void;

/** Reads what topics hold. */
export class TopicReader {
  private readonly kafka: Kafka;

  constructor(
    connection: KafkaConnection,
    private readonly logger: Logger,
  ) {
    this.kafka = kafkaClient(connection, TIMEOUTS, logger);
  }

  /**
   * Hands every message that a topic holds when it is called to `take`, those of each partition in order.
   * @throws ServiceError when the brokers stop sending; Error when none answers or `take` threw
   */
  async read(
    topic: string,
    take: (message: EventMessage) => void,
    onProgress: ReadingProgress = () => undefined,
  ): Promise<void> {
    const { first, end } = await rangeOf(this.kafka, topic);
    const total = distance(first, end);
    if (total === 0) return;
    const positions = new Map(first);
    const failures: unknown[] = [];
    const consumer = new TopicConsumer(
      this.kafka,
      topic,
      positions,
      (message) => {
        // A failure ends the reading; the message is not to come again.
        try {
          if (failures.length === 0) take(message);
        } catch (error) {
          failures.push(error);
        }
        return Promise.resolve();
      },
      this.logger,
    );
    try {
      await consumer.start();
      await this.untilRead(topic, () => {
        if (failures.length > 0)
          throw new Error(`A message of ${topic} could not be dealt with`, { cause: failures[0] });
        onProgress(total - distance(positions, end), total);
        return distance(positions, end);
      });
    } finally {
      await consumer.close();
    }
  }

  /** @param missing how many messages are yet to come */
  private async untilRead(topic: string, missing: () => number): Promise<void> {
    let left = missing();
    let movedAt = performance.now();
    while (left > 0) {
      await pause(LOOK_MS);
      const now = missing();
      if (now < left) movedAt = performance.now();
      left = now;
      if (performance.now() - movedAt > STANDSTILL_MS) {
        throw new ServiceError(`The brokers stopped sending ${topic}: ${left} messages are missing.`);
      }
    }
  }
}

/** How many messages lie between two places; what was written meanwhile does not count. */
function distance(from: Positions, to: Positions): number {
  let messages = 0;
  for (const [partition, end] of to) {
    const position = from.get(partition) ?? end;
    if (position < end) messages += Number(end - position);
  }
  return messages;
}
