import { Injectable } from '@nestjs/common';
import { Counter } from 'prom-client';
import { MetricsRegistry } from './metrics-registry';

/** What is counted about learning from feedback. */
@Injectable()
export class LearningMetrics {
  private readonly applied: Counter;
  private readonly rejected: Counter;

  constructor(registry: MetricsRegistry) {
    this.applied = new Counter({
      name: 'somabrain_learning_feedback_applied_total',
      help: 'Feedback accepted',
      registers: [registry],
    });
    this.rejected = new Counter({
      name: 'somabrain_learning_feedback_rejected_total',
      help: 'Context requests rejected because model confidence was below the threshold',
      registers: [registry],
    });
  }

  feedbackApplied(): void {
    this.applied.inc();
  }

  feedbackRejected(): void {
    this.rejected.inc();
  }
}
