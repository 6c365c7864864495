import { Counter, Gauge } from 'prom-client';
import type { MetricsRegistry } from './metrics-registry';

/** What is counted about the working memory of sessions. */
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
      help: 'Questions in a session that something in its working memory fits',
      registers,
    });
    this.misses = new Counter({
      name: 'somabrain_wm_misses_total',
      help: 'Questions in a session that nothing in its working memory fits',
      registers,
    });
    this.admissions = new Counter({
      name: 'somabrain_wm_admit_total',
      help: 'Memories that came to the mind of a session',
      registers,
    });
    this.evictions = new Counter({
      name: 'somabrain_wm_evictions_total',
      help: 'Memories that had to leave the mind of a session for more salient ones',
      registers,
    });
    this.failures = new Counter({
      name: 'somabrain_wm_failures_total',
      help: 'Times that what keeps working memory did not answer',
      registers,
    });
    this.utilization = new Gauge({
      name: 'somabrain_wm_utilization',
      help: 'Share of its capacity that the session used last has in mind',
      registers,
    });
  }

  /** @param found whether something that the session has in mind fits the question */
  askedInSession(found: boolean): void {
    (found ? this.hits : this.misses).inc();
  }

  /** @param share of its capacity that the session has in mind now */
  admitted(memories: number, evicted: number, share: number): void {
    this.admissions.inc(memories);
    this.evictions.inc(evicted);
    this.utilization.set(share);
  }

  failed(): void {
    this.failures.inc();
  }
}
