import { setTimeout as pause } from 'node:timers/promises';
import { type Logger, newId } from '@somabrain/kernel';
import type { Consumer, EachMessagePayload, IHeaders, Kafka, KafkaMessage } from 'kafkajs';
import type { EventHandler, EventMessage } from '../event-bus';
import { withAdmin } from './with-admin';

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 3_000;
/** The broker answers at once when there is something; this is how long it waits otherwise. */
const FETCH_WAIT_MS = 500;
/** The brokers forget a consumer that is silent for so long. */
const SESSION_MS = 10_000;

/** Where each partition is read from. */
export type Positions = Map<number, bigint>;

/** The first and the next offset of each partition. */
export interface TopicRange {
  readonly first: Positions;
  readonly end: Positions;
}

/** Asks the brokers where a topic begins and ends now. */
export async function rangeOf(kafka: Kafka, topic: string): Promise<TopicRange> {
  const offsets = await withAdmin(kafka, (admin) => admin.fetchTopicOffsets(topic));
  return {
    first: new Map(offsets.map(({ partition, low }) => [partition, BigInt(low)])),
    end: new Map(offsets.map(({ partition, high }) => [partition, BigInt(high)])),
  };
}

/**
 * Hands the messages of a topic to one handler, those of each partition in order. It keeps its place itself, so that after a loss of the
 * brokers it goes on where it was and not where the topic ends by then.
 */
export class TopicConsumer {
  private readonly consumer: Consumer;
  private ended = false;

  /** @param positions where to begin; kept up to date: the next offset of each partition */
  constructor(
    kafka: Kafka,
    private readonly topic: string,
    private readonly positions: Positions,
    private readonly handler: EventHandler,
    private readonly logger: Logger,
  ) {
    this.consumer = kafka.consumer({
      // A group of its own, since all of the topic is wanted; the brokers forget it with its only member.
      groupId: `somabrain-${newId()}`,
      sessionTimeout: SESSION_MS,
      maxWaitTimeInMs: FETCH_WAIT_MS,
      retry: { restartOnFailure: () => Promise.resolve(!this.ended) },
    });
  }

  /** @throws when no broker answers */
  async start(): Promise<void> {
    const { consumer, topic } = this;
    consumer.on(consumer.events.GROUP_JOIN, () => {
      for (const [partition, offset] of this.positions) {
        consumer.seek({ topic, partition, offset: String(offset) });
      }
    });
    await consumer.connect();
    // Where a position is no longer kept, the oldest that is; the seeks above say where to begin.
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    await consumer.run({ autoCommit: false, eachMessage: (payload) => this.deal(payload) });
  }

  /** Resolves when the handler is not running and will not be called again. */
  async close(): Promise<void> {
    this.ended = true;
    await this.consumer.disconnect();
  }

  /** Tries until it works or the consumer is closed. */
  private async deal(payload: EachMessagePayload): Promise<void> {
    const { partition, message } = payload;
    const event = eventOf(message);
    for (let wait = FIRST_PAUSE_MS; ; wait = Math.min(wait * 2, LONGEST_PAUSE_MS)) {
      if (this.ended) throw new Error('The consumer is closed');
      try {
        await this.handler(event);
        this.positions.set(partition, BigInt(message.offset) + 1n);
        return;
      } catch (err) {
        this.logger.debug({ err, topic: this.topic }, 'a handler failed; it gets the message again');
      }
      await pause(wait);
      await payload.heartbeat();
    }
  }
}

/** A message as the library hands it over. */
export function eventOf({ key, value, headers }: KafkaMessage): EventMessage {
  return { key: key?.toString() ?? '', value: value?.toString() ?? '', headers: textsOf(headers ?? {}) };
}

/** The first of each: a header may be there several times. */
function textsOf(headers: IHeaders): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => {
      const first = Array.isArray(value) ? value[0] : value;
      return [name, first?.toString() ?? ''];
    }),
  );
}
