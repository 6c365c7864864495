import { type AuditEventData, PublishedChains, type PublishedChain } from '@somabrain/audit';
import { type CloudEvent, type Topic, TopicReader, TOPICS } from '@somabrain/events';
import { quietLogger } from '../support/test-database';
import { kafkaOfRun } from './kafka';

export type AuditCloudEvent = CloudEvent<AuditEventData>;

/** What a topic holds of some tenants, in its order, with repeats. */
export async function publishedTo(topic: Topic, tenants: readonly string[]): Promise<AuditCloudEvent[]> {
  const found: AuditCloudEvent[] = [];
  await new TopicReader(kafkaOfRun(), quietLogger()).read(topic, ({ key, value }) => {
    if (tenants.includes(key)) found.push(JSON.parse(value) as AuditCloudEvent);
  });
  return found;
}

/** What the audit topics hold of some tenants. */
export async function publishedOf(
  tenants: readonly string[],
): Promise<{ topic: Topic; event: AuditCloudEvent }[]> {
  const found: { topic: Topic; event: AuditCloudEvent }[] = [];
  for (const topic of [TOPICS.auditOperations, TOPICS.auditEvents]) {
    found.push(...(await publishedTo(topic, tenants)).map((event) => ({ topic, event })));
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
