import { KafkaEventBus, TOPICS } from '@somabrain/events';
import { newId } from '@somabrain/kernel';
import { request } from 'undici';
import { kafkaOfRun, noKafkaObserver } from '../../stack/kafka';
import { quietLogger } from '../../support/test-database';
import { waitFor } from '../../support/wait-for';
import type { Replicas } from './replicas';

const A_SECOND = 50;

/**
 * Remembers now and then, and waits for each change as a consumer of the topic does.
 * @returns milliseconds from the answer of each until the consumer had its event; not below zero, where the event was first
 */
export async function quietLatencies(
  replicas: Replicas,
  tenants: readonly string[],
  seconds: number,
): Promise<number[]> {
  const bus = new KafkaEventBus(kafkaOfRun(), noKafkaObserver, quietLogger());
  const arrived = new Map<string, number>();
  await bus.subscribe(TOPICS.auditOperations, ({ value }) => {
    const { data } = JSON.parse(value) as { data: { resource: { id?: string } } };
    if (data.resource.id !== undefined) arrived.set(data.resource.id, performance.now());
    return Promise.resolve();
  });
  const answered = new Map<string, number>();
  for (let turn = 0; turn < seconds * A_SECOND; turn += 1) {
    const began = performance.now();
    const tenant = tenants[turn % tenants.length] ?? '';
    answered.set(await rememberOne(replicas.url, tenant), performance.now());
    await new Promise((resolve) =>
      setTimeout(resolve, Math.max(0, 1_000 / A_SECOND - (performance.now() - began))),
    );
  }
  await waitFor(() => [...answered.keys()].every((id) => arrived.has(id)), {
    timeoutMs: 30_000,
    what: () => 'the events',
  });
  await bus.close();
  return [...answered].map(([id, at]) => Math.max(0, (arrived.get(id) ?? NaN) - at));
}

async function rememberOne(url: string, tenant: string): Promise<string> {
  const { statusCode, body } = await request(`${url}/remember`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Tenant-ID': tenant },
    body: JSON.stringify({ content: `Quiet note ${newId()}` }),
  });
  if (statusCode !== 201) throw new Error(`remember answered ${statusCode}: ${await body.text()}`);
  return ((await body.json()) as { id: string }).id;
}
