import { type PartitionMetadata, Partitioners } from 'kafkajs';
import { keyPartitioner } from './key-partitioner';

const partitionsOf = (count: number): PartitionMetadata[] =>
  Array.from({ length: count }, (_, partitionId) => ({
    ...{ partitionErrorCode: 0, partitionId, leader: 0 },
    ...{ replicas: [0], isr: [0] },
  }));
const KEYS = Array.from({ length: 50 }, (_, index) => `tenant-${index}`);

describe('the partition of a key', () => {
  it('is that of the default hash, the second time, too, and where there are more partitions by then', () => {
    const [partition, byHash] = [keyPartitioner(), Partitioners.DefaultPartitioner()];
    for (const count of [3, 3, 12]) {
      for (const key of KEYS) {
        const args = {
          topic: 't',
          partitionMetadata: partitionsOf(count),
          message: { key, value: '' },
        };
        expect(partition(args)).toBe(byHash(args));
      }
    }
  });
});
