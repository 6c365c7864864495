import { loadPolicy } from './load-policy';

/** Whether this is a run on real servers: `npm run test:stack`. */
export function isStackRun(): boolean {
  return process.env.SOMABRAIN_TEST_STACK === '1';
}

/** What a service is told to use the servers of the run. @throws where the run was given none */
export async function serversOfRun(): Promise<Record<string, string>> {
  const { REDIS_URL: redis, OPA_URL: opa, KAFKA_BROKERS: kafka } = process.env;
  if (!redis || !opa || !kafka)
    throw new Error('Servers are missing: run the suites with npm run test:stack');
  await loadPolicy(opa, 'policies');
  return { SOMABRAIN_REDIS_URL: redis, SOMABRAIN_OPA_URL: opa, SOMABRAIN_KAFKA_URL: kafka };
}
