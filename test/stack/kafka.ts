import { type KafkaConfiguration, loadConfiguration } from '@somabrain/config';
import { type KafkaObserver, KafkaTopics, plannedTopics } from '@somabrain/events';
import { quietLogger } from '../support/test-database';
import { backendUrl } from './backends';

/** How the Kafka of the run is reached, as the service would be told. @param brokers instead of the real ones */
export function kafkaOfRun(brokers = backendUrl('KAFKA_BROKERS')): KafkaConfiguration {
  const { kafka } = loadConfiguration({ SOMABRAIN_KAFKA_URL: brokers }).configuration;
  if (!kafka) throw new Error('There are no brokers');
  return kafka;
}

/** Makes the topics that the run's Kafka lacks, as `somabrain topics` does. */
export async function createTopics(): Promise<void> {
  const kafka = kafkaOfRun();
  const plans = plannedTopics(kafka.topics);
  await KafkaTopics.open(kafka, quietLogger(), async (topics) => {
    const states = await topics.compare(plans);
    await topics.create(plans.filter((_, index) => states[index]?.exists === false));
  });
}

/** An observer that counts nothing. */
export const noKafkaObserver: KafkaObserver = { published: () => undefined, failed: () => undefined };
