import { type AuditEventData, PublishedChains, type PublishedChain } from '@somabrain/audit';
import { type CloudEvent, TopicReader, TOPICS } from '@somabrain/events';
import { quietLogger } from '../support/test-database';
import { kafkaOfRun } from './kafka';

export type AuditCloudEvent = CloudEvent<AuditEventData>;

/** What the audit topics hold of some tenants, in their order, with repeats. */
export async function publishedOf(
  tenants: readonly string[],
): Promise<{ topic: string; event: AuditCloudEvent }[]> {
  const reader = new TopicReader(kafkaOfRun(), quietLogger());
  const found: { topic: string; event: AuditCloudEvent }[] = [];
  for (const topic of [TOPICS.auditOperations, TOPICS.auditEvents]) {
    await reader.read(topic, ({ key, value }) => {
      if (tenants.includes(key)) found.push({ topic, event: JSON.parse(value) as AuditCloudEvent });
    });
  }
  return found;
}

/** The chains of some tenants as a consumer finds them in the topics. */
export async function publishedChains(tenants: readonly string[]): Promise<readonly PublishedChain[]> {
  const reader = new TopicReader(kafkaOfRun(), quietLogger());
  const chains = new PublishedChains({ wanted: (tenant) => tenants.includes(tenant), retained: false });
  for (const topic of [TOPICS.auditOperations, TOPICS.auditEvents]) {
    await reader.read(topic, (message) => {
      chains.take(message);
    });
  }
  return chains.found;
}
