import { AssignerProtocol, type PartitionAssigner } from 'kafkajs';

const { MemberAssignment, MemberMetadata } = AssignerProtocol;
const NAME = 'SameNumberTogether';
const VERSION = 0;
const NO_USER_DATA = Buffer.alloc(0);

/**
 * Gives a member of a group the partitions of the same numbers of every topic. A key has the same number in topics of as many partitions,
 * so all that is said of it reaches one process; the library's own assigner deals them out one by one.
 */
export const sameNumberTogether: PartitionAssigner = ({ cluster }) => ({
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

/** Numbers of partitions by their topic, for each member. */
export function assignByNumber(
  members: readonly string[],
  partitions: readonly { readonly topic: string; readonly numbers: readonly number[] }[],
): Map<string, Record<string, number[]>> {
  // In the same order whichever member is asked.
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
