import { AssignerProtocol, type PartitionAssigner } from 'kafkajs';

const { MemberAssignment, MemberMetadata } = AssignerProtocol;
/** Members of a group agree on this name, also those of the release before. */
const NAME = 'SameNumberTogether';
const VERSION = 0;
const NO_USER_DATA = Buffer.alloc(0);

/**
 * Assigns to a member of a group the same partition numbers of every topic (co-partitioning). A key has the same number in topics with
 * equally many partitions, so all messages of a key reach one process. The library's own assigner spreads partitions one by one.
 */
export const coPartitionedAssignor: PartitionAssigner = ({ cluster }) => ({
  name: NAME,
  version: VERSION,
  assign({ members, topics }) {
    const partitions = topics.map((topic) => ({
      topic,
      numbers: cluster.findTopicPartitionMetadata(topic).map(({ partitionId }) => partitionId),
    }));
    const assignments = assignByNumber(
      members.map(({ memberId }) => memberId),
      partitions,
    );
    return Promise.resolve(
      [...assignments].map(([memberId, assignment]) => ({
        memberId,
        memberAssignment: MemberAssignment.encode({ version: VERSION, assignment, userData: NO_USER_DATA }),
      })),
    );
  },
  protocol({ topics }) {
    return {
      name: NAME,
      metadata: MemberMetadata.encode({ version: VERSION, topics, userData: NO_USER_DATA }),
    };
  },
});

/** Partition numbers by topic, for each member. */
export function assignByNumber(
  members: readonly string[],
  partitions: readonly { readonly topic: string; readonly numbers: readonly number[] }[],
): Map<string, Record<string, number[]>> {
  // Every member computes the same order.
  const sorted = [...members].sort();
  return new Map(
    sorted.map((member, index) => [
      member,
      Object.fromEntries(
        partitions.map(({ topic, numbers }) => [
          topic,
          numbers.filter((number) => number % sorted.length === index).sort((one, other) => one - other),
        ]),
      ),
    ]),
  );
}
