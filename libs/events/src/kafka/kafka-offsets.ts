import type { Logger } from '@somabrain/kernel';
import { kafkaClient, type KafkaConnection } from './kafka-client';
import { withAdmin } from './with-admin';

/** Where a partition of a topic begins and ends: the next record gets the offset `end`. */
export interface PartitionRange {
  readonly topic: string;
  readonly partition: number;
  readonly first: bigint;
  readonly end: bigint;
}

/** How far a group of consumers has read: the offset that it asks for next. */
export interface GroupOffset {
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
}

export interface Offsets {
  readonly partitions: readonly PartitionRange[];
  readonly groups: readonly GroupOffset[];
}

const TIMEOUTS = { connectMs: 3_000, requestMs: 15_000, retries: 3 };

/**
 * Looks where topics end and how far groups of consumers have read them; topics that do not exist are left out.
 * @throws when no broker answers
 */
export function readOffsets(
  connection: KafkaConnection,
  logger: Logger,
  topics: readonly string[],
): Promise<Offsets> {
  return withAdmin(kafkaClient(connection, TIMEOUTS, logger), async (admin) => {
    const present = new Set(await admin.listTopics());
    const wanted = topics.filter((topic) => present.has(topic));
    const partitions: PartitionRange[] = [];
    for (const topic of wanted) {
      for (const { partition, low, high } of await admin.fetchTopicOffsets(topic))
        partitions.push({ topic, partition, first: BigInt(low), end: BigInt(high) });
    }
    const groups: GroupOffset[] = [];
    for (const { groupId } of (await admin.listGroups()).groups) {
      for (const { topic, partitions: read } of await admin.fetchOffsets({ groupId, topics: wanted })) {
        for (const { partition, offset } of read) {
          // -1: the group has never said.
          if (BigInt(offset) >= 0n) groups.push({ group: groupId, topic, partition, offset: BigInt(offset) });
        }
      }
    }
    return { partitions: partitions.sort(byPlace), groups: groups.sort(byGroup) };
  });
}

function byPlace(one: PartitionRange, other: PartitionRange): number {
  return one.topic.localeCompare(other.topic) || one.partition - other.partition;
}

function byGroup(one: GroupOffset, other: GroupOffset): number {
  return (
    one.group.localeCompare(other.group) ||
    one.topic.localeCompare(other.topic) ||
    one.partition - other.partition
  );
}
