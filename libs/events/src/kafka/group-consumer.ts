import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from '@somabrain/kernel';
import {
  type Consumer,
  type ConsumerGroupJoinEvent,
  type EachBatchPayload,
  type Kafka,
  PartitionAssigners,
} from 'kafkajs';
import type { Topic } from '../topics';
import { disconnect } from './disconnect';
import { kafkaClient, type KafkaConnection } from './kafka-client';
import { coPartitionedAssignor } from './co-partitioned-assignor';
import { Rounds, type TopicBatch } from './rounds';
import { eventOf } from './topic-consumer';
import { withAdmin } from './with-admin';

const TIMEOUTS = { connectMs: 3_000, requestMs: 30_000, retries: 5 };
/** Handed over at once. */
const BATCH_MESSAGES = 500;
/** Partitions whose messages are handed over together. */
const PARTITIONS_AT_ONCE = 64;
/**
 * The next messages are asked for so long after the last: what comes meanwhile is one batch, and costs little more than one message. What
 * comes after silence is dealt with at once, and who is behind does not wait.
 */
const PACE_MS = 50;
/** The broker answers at once when there is something; this is how long it waits otherwise. */
const FETCH_WAIT_MS = 250;
/** The brokers give the partitions of a member that is silent for so long to others. */
const SESSION_MS = 10_000;
const CLOSE_TIMEOUT_MS = 5_000;
/** How often the brokers hear that a member is alive whose handler takes long. */
const HEARTBEAT_MS = 2_000;

/** Deals with messages of some partitions, those of each in their order. They come again where it rejects, and after a crash. */
export type BatchHandler = (
  batches: readonly TopicBatch[],
  /** Says that the member is alive, to be called now and then by what takes long. */
  alive: () => Promise<void>,
) => Promise<void>;

/** What a group tells its metrics. */
export interface GroupObserver {
  /** @param messages of one partition that are still to be dealt with */
  lag(topic: Topic, partition: number, messages: number): void;
  /** It has joined its group, anew where the group has changed: the partitions that it has now may have been another member's. */
  joined(): void;
}

export interface GroupSettings {
  readonly groupId: string;
  readonly topics: readonly Topic[];
  /** Topics of which a new group takes only what comes from now on. */
  readonly fromNowOn: readonly Topic[];
}

/** One of the processes that share the messages of some topics: each message goes to one of them, and is done when the handler says so. */
export class GroupConsumer {
  private readonly kafka: Kafka;
  private readonly consumer: Consumer;
  private readonly rounds: Rounds;
  private committing: Promise<void> | null = null;
  private isJoined = false;
  private ended = false;

  constructor(
    connection: KafkaConnection,
    private readonly settings: GroupSettings,
    handler: BatchHandler,
    private readonly observer: GroupObserver,
    private readonly logger: Logger,
  ) {
    this.rounds = new Rounds((batches, alive) => whileBeating(alive, () => handler(batches, alive)));
    this.kafka = kafkaClient(connection, TIMEOUTS, logger);
    this.consumer = this.kafka.consumer({
      groupId: settings.groupId,
      sessionTimeout: SESSION_MS,
      maxWaitTimeInMs: FETCH_WAIT_MS,
      // The second is what members of the release before know, who may be in the group, too.
      partitionAssigners: [coPartitionedAssignor, PartitionAssigners.roundRobin],
      retry: { restartOnFailure: () => Promise.resolve(!this.ended) },
    });
  }

  /** Whether it is a member of its group, so that messages reach it. */
  get joined(): boolean {
    return this.isJoined;
  }

  /** @throws when no broker answers, or a topic is missing */
  async start(): Promise<void> {
    const { consumer } = this;
    const { topics } = this.settings;
    await this.beginNow();
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }: ConsumerGroupJoinEvent) => {
      this.isJoined = true;
      this.observer.joined();
      this.logger.debug({ group: payload.groupId, assigned: payload.memberAssignment }, 'joined a group');
    });
    for (const event of [consumer.events.REBALANCING, consumer.events.CRASH, consumer.events.DISCONNECT]) {
      consumer.on(event, () => {
        this.isJoined = false;
      });
    }
    await consumer.connect();
    await consumer.subscribe({ topics: [...topics], fromBeginning: true });
    await consumer.run({
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: PARTITIONS_AT_ONCE,
      eachBatch: (payload) => this.deal(payload),
    });
  }

  /** Resolves when the handler is not running and will not be called again. */
  async close(): Promise<void> {
    this.ended = true;
    await disconnect(this.consumer, CLOSE_TIMEOUT_MS);
  }

  /** A group that has no place in a topic yet begins where it ends now; it is written down, so that a crash before the first message loses none. */
  private async beginNow(): Promise<void> {
    const { groupId, fromNowOn } = this.settings;
    if (fromNowOn.length === 0) return;
    await withAdmin(this.kafka, async (admin) => {
      const known = await admin.fetchOffsets({ groupId, topics: [...fromNowOn] });
      for (const { topic, partitions } of known) {
        const unknown = new Set(
          partitions.flatMap(({ partition, offset }) => (offset === '-1' ? partition : [])),
        );
        if (partitions.length > 0 && unknown.size === 0) continue;
        const ends = await admin.fetchTopicOffsets(topic);
        const begin = ends
          .filter(({ partition }) => partitions.length === 0 || unknown.has(partition))
          .map(({ partition, high }) => ({ partition, offset: high }));
        // Another process of the group that is a member already has written it down.
        const { groups } = await admin.describeGroups([groupId]);
        if (groups.some(({ members }) => members.length > 0)) return;
        await admin.setOffsets({ groupId, topic, partitions: begin });
      }
    });
  }

  private async deal(payload: EachBatchPayload): Promise<void> {
    const { messages, partition, topic: name, highWatermark } = payload.batch;
    const begun = performance.now();
    const topic = name as Topic;
    const alive = () => payload.heartbeat();
    const isWanted = () => payload.isRunning() && !payload.isStale();
    let lag = 0;
    for (let from = 0; from < messages.length; from += BATCH_MESSAGES) {
      const part = messages.slice(from, from + BATCH_MESSAGES);
      if (!(await this.rounds.add({ topic, messages: part.map(eventOf), isWanted, alive }))) return;
      const { offset } = part[part.length - 1]!;
      payload.resolveOffset(offset);
      lag = Number(BigInt(highWatermark) - BigInt(offset) - 1n);
      this.observer.lag(topic, partition, lag);
      await alive();
      await this.commit(payload);
    }
    const rest = PACE_MS - (performance.now() - begun);
    if (lag === 0 && rest > 0) await pause(rest);
  }

  /** Once for all partitions of a round. */
  private commit(payload: EachBatchPayload): Promise<void> {
    this.committing ??= payload.commitOffsetsIfNecessary(payload.uncommittedOffsets()).finally(() => {
      this.committing = null;
    });
    return this.committing;
  }
}

/** Says that the member is alive for as long as the work lasts. */
async function whileBeating(alive: () => Promise<void>, work: () => Promise<void>): Promise<void> {
  // That the group is about to change is told by the next one outside, too, once what was begun is done.
  const beating = setInterval(() => void alive().catch(() => undefined), HEARTBEAT_MS);
  try {
    await work();
  } finally {
    clearInterval(beating);
  }
}
