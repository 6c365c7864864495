import { Injectable } from '@nestjs/common';
import { Counter } from 'prom-client';
import { MetricsRegistry } from './metrics-registry';

/** What is counted about limits. */
@Injectable()
export class LimitMetrics {
  private readonly refusals: Counter<'limit'>;

  constructor(registry: MetricsRegistry) {
    this.refusals = new Counter({
      name: 'somabrain_limited_total',
      help: 'Requests rejected by a rate limit, by limit',
      labelNames: ['limit'],
      registers: [registry],
    });
  }

  /** @param limit one of a few fixed names, since each makes its own series */
  refused(limit: 'rate'): void {
    this.refusals.inc({ limit });
  }
}
