import { Injectable } from '@nestjs/common';
import { Counter, Histogram } from 'prom-client';
import { MetricsRegistry } from './metrics-registry';

/** What is counted about runs that consolidate memories. */
@Injectable()
export class SleepMetrics {
  private readonly runs: Counter;
  private readonly changes: Counter;
  private readonly seconds: Histogram;

  constructor(registry: MetricsRegistry) {
    const registers = [registry];
    this.runs = new Counter({
      name: 'somabrain_consolidation_runs_total',
      help: 'Consolidation runs, by outcome',
      labelNames: ['status'],
      registers,
    });
    this.changes = new Counter({
      name: 'somabrain_consolidation_changes_total',
      help: 'Changes of consolidation runs, by kind',
      labelNames: ['kind'],
      registers,
    });
    this.seconds = new Histogram({
      name: 'somabrain_consolidation_duration_seconds',
      help: 'Duration of a consolidation run, in seconds',
      buckets: [0.1, 1, 10, 60, 600, 3_600],
      registers,
    });
  }

  /** @param run how it ended, and how much of each kind it changed */
  slept(
    { status, counts }: { readonly status: string; readonly counts: Readonly<Record<string, number>> },
    seconds: number,
  ): void {
    this.runs.inc({ status });
    for (const [kind, count] of Object.entries(counts)) if (count > 0) this.changes.inc({ kind }, count);
    this.seconds.observe(seconds);
  }
}
