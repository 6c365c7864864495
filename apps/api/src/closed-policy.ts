import { type Configuration, ConfigurationError } from '@somabrain/config';
import { MetricsRegistry, PolicyMetrics } from '@somabrain/metrics';
import { HttpPolicyEngine, PROBE_INPUT, PolicyFailure } from '@somabrain/policy';

/**
 * Refuses an OPA whose policy allows a probe input, if other machines can reach the API.
 * @throws ConfigurationError; not if OPA does not answer, because requests are refused then
 */
export async function requireClosedPolicy({ mode, policy, strict }: Configuration): Promise<void> {
  if (!policy.opa || !strict.closedPolicy) return;
  const engine = new HttpPolicyEngine(policy.opa, new PolicyMetrics(new MetricsRegistry()));
  try {
    const { allow } = await engine.ask(PROBE_INPUT);
    if (!allow) return;
  } catch (error) {
    if (error instanceof PolicyFailure) return;
    throw error;
  } finally {
    await engine.close();
  }
  throw new ConfigurationError([
    {
      variable: 'SOMABRAIN_OPA_URL',
      wrong: `the policy there allows everything, even to nobody, and other machines reach the API of SOMABRAIN_MODE=${mode}`,
      remedy:
        'load a policy that denies by default (OPA_POLICIES=policies-prod for docker-compose.yml), or set SOMABRAIN_ALLOW_DEVELOPMENT_CREDENTIALS=1 where nobody else reaches it',
    },
  ]);
}
