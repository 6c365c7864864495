import { createLogger } from '@somabrain/kernel';
import { MemoryConnection } from '@somabrain/memory';
import { MemoryHttpMetrics, MetricsRegistry, PolicyMetrics } from '@somabrain/metrics';
import { HttpPolicyEngine, PolicyIndicator } from '@somabrain/policy';
import { RedisConnection } from '@somabrain/redis';
import type { Check, CheckResult } from './check';

const ANSWERS: Omit<CheckResult, 'name'> = {
  status: 'ok',
  detail: 'answers, and takes the credentials of this process',
};

function notConfigured(instead: string): Omit<CheckResult, 'name'> {
  return { status: 'ok', detail: `not configured: ${instead}` };
}

const redis: Check = {
  name: 'redis',
  advice: 'start it, or correct SOMABRAIN_REDIS_URL and REDIS_PASSWORD',
  run: async ({ redis: server }) => {
    if (!server) return notConfigured('limits and working memory are of each process');
    const connection = new RedisConnection({ url: server.url.reveal() }, createLogger('FATAL'));
    try {
      await connection.ping();
      return ANSWERS;
    } finally {
      connection.close();
    }
  },
};

const opa: Check = {
  name: 'opa',
  advice: 'start it, or correct SOMABRAIN_OPA_URL and SOMABRAIN_OPA_TOKEN',
  run: async ({ policy }) => {
    if (!policy.opa) return notConfigured('the policy that comes with SomaBrain decides');
    const engine = new HttpPolicyEngine(policy.opa, new PolicyMetrics(new MetricsRegistry()));
    try {
      await new PolicyIndicator(engine).ping();
      return ANSWERS;
    } finally {
      await engine.close();
    }
  },
};

const memoryService: Check = {
  name: 'memory service',
  advice: 'start it, or correct SOMABRAIN_MEMORY_HTTP_ENDPOINT and SOMABRAIN_MEMORY_HTTP_TOKEN',
  run: async ({ memory }) => {
    if (!memory.remote) return notConfigured('memories are kept in the process of the API');
    const connection = new MemoryConnection(memory.remote, new MemoryHttpMetrics(new MetricsRegistry()));
    try {
      await connection.ping();
      return ANSWERS;
    } finally {
      await connection.close();
    }
  },
};

/** Whether the servers beside the database answer, and let this process in. */
export const BACKEND_CHECKS: readonly Check[] = [redis, opa, memoryService];
