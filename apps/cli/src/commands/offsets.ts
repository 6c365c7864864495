import type { Configuration } from '@somabrain/config';
import { plannedTopics, readOffsets } from '@somabrain/events';
import { createLogger, ServiceError } from '@somabrain/kernel';
import { EXIT, type ExitCode } from '../exit-codes';
import type { Output } from '../output';

/** Shows where the topics end and how far groups of consumers have read them: fields of a line with tabs between them. */
export async function offsets({ kafka }: Configuration, output: Output): Promise<ExitCode> {
  if (!kafka) throw new ServiceError('There are no brokers. Set SOMABRAIN_KAFKA_URL, as the service has it.');
  const names = plannedTopics(kafka.topics).map(({ name }) => name);
  const { partitions, groups } = await readOffsets(kafka, createLogger('FATAL'), names);
  for (const { topic, partition, first, end } of partitions)
    output.line(['topic', topic, partition, first, end].join('\t'));
  for (const { group, topic, partition, offset } of groups)
    output.line(['group', group, topic, partition, offset].join('\t'));
  output.document({
    topics: partitions.map(({ first, end, ...place }) => ({
      ...place,
      first: Number(first),
      end: Number(end),
    })),
    groups: groups.map(({ offset, ...place }) => ({ ...place, offset: Number(offset) })),
  });
  return EXIT.done;
}
