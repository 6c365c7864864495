import type { Configuration } from '@somabrain/config';
import type { RequiredBackend } from '@somabrain/runtime';
import { MemoryHttpMetrics, MetricsRegistry } from '@somabrain/metrics';
import { MemoryConnection } from './memory-connection';

/** The memory service as a backend to wait for at the start; none if the journal takes writes without it. */
export function requiredMemory({ memory }: Configuration): RequiredBackend[] {
  if (!memory.remote || memory.remote.journal) return [];
  const connection = new MemoryConnection(memory.remote, new MemoryHttpMetrics(new MetricsRegistry()));
  return [
    {
      variable: 'SOMABRAIN_MEMORY_HTTP_ENDPOINT',
      credentials: 'SOMABRAIN_MEMORY_HTTP_TOKEN',
      ping: () => connection.ping(),
      close: () => connection.close(),
    },
  ];
}
