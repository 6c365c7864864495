import { loadPolicy } from './load-policy';

/** Where the policy lies that goes with a name of SOMABRAIN_POLICY_BUNDLE. */
const POLICIES = { example: 'policies', default: 'policies-prod' } as const;

/** Whether this is a run on real servers: `npm run test:stack`. */
export function isStackRun(): boolean {
  return process.env.SOMABRAIN_TEST_STACK === '1';
}

/**
 * What a service is told to use the servers of the run.
 * @param bundle the policy that OPA is given, as a service without OPA would be told
 * @throws where the run was given none
 */
export async function serversOfRun(
  bundle: keyof typeof POLICIES = 'example',
): Promise<Record<string, string>> {
  const { REDIS_URL: redis, OPA_URL: opa, KAFKA_BROKERS: kafka } = process.env;
  if (!redis || !opa || !kafka)
    throw new Error('Servers are missing: run the suites with npm run test:stack');
  await loadPolicy(opa, POLICIES[bundle]);
  return { SOMABRAIN_REDIS_URL: redis, SOMABRAIN_OPA_URL: opa, SOMABRAIN_KAFKA_URL: kafka };
}
