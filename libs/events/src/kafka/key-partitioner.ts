import { type ICustomPartitioner, Partitioners } from 'kafkajs';

/** Keys of which the partition is known. */
const MOST_KEYS = 10_000;

/**
 * Gives a key the partition that the hash of every client of Kafka gives it, so that others who write a key find its partition. The hash of a
 * key is computed once.
 */
export const keyPartitioner: ICustomPartitioner = () => {
  const byHash = Partitioners.DefaultPartitioner();
  const known = new Map<string, number>();
  let partitions = 0;
  return (message) => {
    const { key } = message.message;
    if (typeof key !== 'string') return byHash(message);
    if (partitions !== message.partitionMetadata.length || known.size >= MOST_KEYS) known.clear();
    partitions = message.partitionMetadata.length;
    let partition = known.get(key);
    if (partition === undefined) known.set(key, (partition = byHash(message)));
    return partition;
  };
};
