import { answerUtility } from '@somabrain/cognition';
import { Problem } from '@somabrain/kernel';
import type { LearningMetrics } from '@somabrain/metrics';

/** @throws Problem UTILITY_REJECTED where the model thinks too little of its answer */
export function requireUtility(confidence: number | null, metrics: LearningMetrics): void {
  if (confidence === null || answerUtility({ confidence }) >= 0) return;
  metrics.feedbackRejected();
  throw new Problem('UTILITY_REJECTED', 'Rejected by utility guard: X-Model-Confidence is below 1');
}
