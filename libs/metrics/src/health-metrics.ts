import { Gauge } from 'prom-client';
import type { MetricsRegistry } from './metrics-registry';

/** How a process is at the moment it is asked. */
export interface HealthReading {
  readonly ready: boolean;
  /** By the name of the backend: whether it answers. */
  readonly backends: ReadonlyMap<string, boolean>;
}

/** Tells whether the process takes requests and which backends answer it; what is known of them when the metrics are read. */
export function tellHealth(registry: MetricsRegistry, read: () => HealthReading): void {
  const registers = [registry];
  new Gauge({
    name: 'somabrain_ready',
    help: 'Whether this process takes requests: 1, or 0 as /health/ready says',
    registers,
    collect() {
      const { ready } = read();
      this.set(ready ? 1 : 0);
    },
  });
  new Gauge({
    name: 'somabrain_backend_up',
    help: 'Whether a backend answers this process: 1 or 0, as /health says',
    labelNames: ['backend'],
    registers,
    collect() {
      const { backends } = read();
      for (const [backend, up] of backends) this.set({ backend }, up ? 1 : 0);
    },
  });
}
