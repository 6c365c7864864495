import { memoryLimitBytes } from '@somabrain/config';
import { Gauge } from 'prom-client';
import type { MetricsRegistry } from './metrics-registry';

/** Tells how much memory the process may use; how much it uses comes with the library. */
export function tellMemoryLimit(registry: MetricsRegistry): void {
  new Gauge({
    name: 'somabrain_memory_limit_bytes',
    help: 'Memory this process may use: the limit of its container (cgroup), or else what the machine has',
    registers: [registry],
  }).set(memoryLimitBytes());
}
