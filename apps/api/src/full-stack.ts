import type { Configuration } from '@somabrain/config';
import { type RequiredBackend, storageBackends } from '@somabrain/runtime';
import type { Logger } from '@somabrain/kernel';
import { requiredMemory } from '@somabrain/memory';
import { MetricsRegistry, PolicyMetrics } from '@somabrain/metrics';
import { HttpPolicyEngine, PolicyIndicator } from '@somabrain/policy';
import { RedisConnection } from '@somabrain/redis';

/** Connections to everything that is configured for the API; to the memory service where nothing can be done without it. */
export function fullStack(configuration: Configuration, logger: Logger): RequiredBackend[] {
  const { redis, policy } = configuration;
  const backends = storageBackends(configuration, logger);
  if (redis) {
    const connection = new RedisConnection({ url: redis.url.reveal() }, logger);
    backends.push({
      variable: 'SOMABRAIN_REDIS_URL',
      ping: () => connection.ping(),
      close: () => {
        connection.close();
      },
    });
  }
  if (policy.opa) {
    const engine = new HttpPolicyEngine(policy.opa, new PolicyMetrics(new MetricsRegistry()));
    const indicator = new PolicyIndicator(engine);
    backends.push({
      variable: 'SOMABRAIN_OPA_URL',
      credentials: 'SOMABRAIN_OPA_TOKEN',
      ping: () => indicator.ping(),
      close: () => engine.close(),
    });
  }
  backends.push(...requiredMemory(configuration));
  return backends;
}
