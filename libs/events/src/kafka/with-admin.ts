import { setTimeout as pause } from 'node:timers/promises';
import { type Admin, type Kafka, KafkaJSError } from 'kafkajs';

const ATTEMPTS = 6;
const FIRST_PAUSE_MS = 100;

/**
 * Asks the brokers about topics and groups. The library gives some questions up at the first passing error, as when a topic was created or
 * a broker started a moment ago; here they are asked again.
 * @throws when it fails for good
 */
export async function withAdmin<T>(kafka: Kafka, work: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await work(admin);
      } catch (error) {
        if (!(error instanceof KafkaJSError && error.retriable) || attempt === ATTEMPTS) throw error;
        await pause(FIRST_PAUSE_MS * 2 ** attempt);
      }
    }
  } finally {
    await admin.disconnect();
  }
}
