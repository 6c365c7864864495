import { Counter } from 'prom-client';
import type { MetricsRegistry } from './metrics-registry';

/** What is counted about learning from feedback. */
export class LearningMetrics {
  private readonly applied: Counter;
  private readonly rejected: Counter;

  constructor(registry: MetricsRegistry) {
    this.applied = new Counter({
      name: 'somabrain_learning_feedback_applied_total',
      help: 'Feedback that was taken in',
      registers: [registry],
    });
    this.rejected = new Counter({
      name: 'somabrain_learning_feedback_rejected_total',
      help: 'Requests about context refused because the model thought too little of its own answer',
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
