import { Injectable } from '@nestjs/common';
import { Counter } from 'prom-client';
import { MetricsRegistry } from './metrics-registry';

/** What is counted about those who want in. */
@Injectable()
export class AuthMetrics {
  private readonly refusals: Counter<'reason'>;

  constructor(registry: MetricsRegistry) {
    this.refusals = new Counter({
      name: 'somabrain_auth_refused_total',
      help: 'Requests whose credentials were missing or wrong, by reason',
      labelNames: ['reason'],
      registers: [registry],
    });
  }

  /** @param reason one of a few fixed names, since each makes its own series */
  refused(reason: string): void {
    this.refusals.inc({ reason });
  }
}
