import { Injectable } from '@nestjs/common';
import { Counter, Gauge } from 'prom-client';
import { MetricsRegistry } from './metrics-registry';

/** What is counted about the working memory of sessions. */
@Injectable()
export class WorkingMemoryMetrics {
  private readonly hits: Counter;
  private readonly misses: Counter;
  private readonly admissions: Counter;
  private readonly evictions: Counter;
  private readonly failures: Counter;
  private readonly utilization: Gauge;

  constructor(registry: MetricsRegistry) {
    const registers = [registry];
    this.hits = new Counter({
      name: 'somabrain_wm_hits_total',
      help: 'Recalls in a session with a match in working memory',
      registers,
    });
    this.misses = new Counter({
      name: 'somabrain_wm_misses_total',
      help: 'Recalls in a session without a match in working memory',
      registers,
    });
    this.admissions = new Counter({
      name: 'somabrain_wm_admit_total',
      help: 'Entries added to working memory',
      registers,
    });
    this.evictions = new Counter({
      name: 'somabrain_wm_evictions_total',
      help: 'Working-memory entries evicted for more salient ones',
      registers,
    });
    this.failures = new Counter({
      name: 'somabrain_wm_failures_total',
      help: 'Failed calls to the working-memory store',
      registers,
    });
    this.utilization = new Gauge({
      name: 'somabrain_wm_utilization',
      help: 'Share of working-memory capacity in use, of the session used last',
      registers,
    });
  }

  /** @param found whether an entry of working memory matches the query */
  askedInSession(found: boolean): void {
    (found ? this.hits : this.misses).inc();
  }

  /** @param used share of the working-memory capacity of the session */
  admitted(memories: number, evicted: number, share: number): void {
    this.admissions.inc(memories);
    this.evictions.inc(evicted);
    this.utilization.set(share);
  }

  failed(): void {
    this.failures.inc();
  }
}
