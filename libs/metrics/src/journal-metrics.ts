import { Injectable } from '@nestjs/common';
import { Counter } from 'prom-client';
import { MetricsRegistry } from './metrics-registry';

/** What a process counts that accepts writes while the memory service does not answer. */
@Injectable()
export class JournalMetrics {
  private readonly acceptedWrites: Counter;

  constructor(registry: MetricsRegistry) {
    this.acceptedWrites = new Counter({
      name: 'somabrain_journal_accepted_total',
      help: 'Writes accepted into the journal, to be stored when the memory service answers again',
      registers: [registry],
    });
  }

  accepted(writes: number): void {
    this.acceptedWrites.inc(writes);
  }
}
