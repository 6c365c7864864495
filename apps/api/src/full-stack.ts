import type { Configuration } from '@somabrain/config';
import { type RequiredBackend, storageBackends } from '@somabrain/http';
import type { Logger } from '@somabrain/kernel';
import { MemoryConnection } from '@somabrain/memory';
import { MemoryHttpMetrics, MetricsRegistry, PolicyMetrics } from '@somabrain/metrics';
import { HttpPolicyEngine, NOBODYS_QUESTION } from '@somabrain/policy';
import { RedisConnection } from '@somabrain/redis';

/** Connections to everything that is configured for the API; to the memory service where nothing can be done without it. */
export function fullStack(configuration: Configuration, logger: Logger): RequiredBackend[] {
  const { redis, policy, memory } = configuration;
  const metrics = new MetricsRegistry();
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
    const engine = new HttpPolicyEngine(policy.opa, new PolicyMetrics(metrics));
    backends.push({
      variable: 'SOMABRAIN_OPA_URL',
      ping: async () => {
        await engine.ask(NOBODYS_QUESTION);
      },
      close: () => engine.close(),
    });
  }
  if (memory.remote && !memory.remote.journal) {
    const connection = new MemoryConnection(memory.remote, new MemoryHttpMetrics(metrics));
    backends.push({
      variable: 'SOMABRAIN_MEMORY_HTTP_ENDPOINT',
      ping: () => connection.ping(),
      close: () => connection.close(),
    });
  }
  return backends;
}
