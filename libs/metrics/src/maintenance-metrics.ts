import { Gauge } from 'prom-client';
import type { MetricsRegistry } from './metrics-registry';

/** How the last run of a maintenance task ended. */
export interface LastRun {
  readonly task: string;
  readonly succeeded: boolean;
  /** Null: it never did. */
  readonly succeededAt: Date | null;
}

/** When maintenance was done last: backups, their trial, the verification of the audit. */
export class MaintenanceMetrics {
  private readonly successes: Gauge<'task'>;
  private readonly failed: Gauge<'task'>;

  constructor(registry: MetricsRegistry) {
    const registers = [registry];
    this.successes = new Gauge({
      name: 'somabrain_maintenance_last_success_timestamp_seconds',
      help: 'When a maintenance task succeeded last, as seconds since the Unix epoch; a task that never did is left out',
      labelNames: ['task'],
      registers,
    });
    this.failed = new Gauge({
      name: 'somabrain_maintenance_last_run_failed',
      help: 'Whether the last run of a maintenance task failed: 1 or 0',
      labelNames: ['task'],
      registers,
    });
  }

  /** @param runs of a few fixed tasks, since each makes its own series */
  ran(runs: readonly LastRun[]): void {
    for (const { task, succeeded, succeededAt } of runs) {
      this.failed.set({ task }, succeeded ? 0 : 1);
      if (succeededAt) this.successes.set({ task }, succeededAt.getTime() / 1000);
    }
  }
}
