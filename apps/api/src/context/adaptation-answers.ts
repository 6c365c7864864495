import type { AdaptationState, TenantTuning, RecordedState } from '@somabrain/cognition';
import { z } from 'zod';
import { nextCursor } from '../memory/cursor';

const number = z.number();

/** The answer to `POST /context/feedback`. */
export const FeedbackAnswer = z
  .object({
    accepted: z.literal(true),
    adaptation_applied: z
      .boolean()
      .meta({ description: 'Whether it changed the weights of the tenant; a utility or a reward does.' }),
    rated: z.int().meta({ description: 'Memories that were rated.' }),
    trace_id: z.string(),
  })
  .meta({ id: 'FeedbackAnswer' });

const weights = {
  retrieval: z
    .object({ alpha: number, beta: number, gamma: number, tau: number })
    .meta({ id: 'RetrievalWeights' }),
  utility: z.object({ lambda_: number, mu: number, nu: number }).meta({ id: 'UtilityWeights' }),
};

/** The answer to `GET /context/adaptation/state`. */
export const AdaptationAnswer = z
  .object({
    ...weights,
    history_len: z.int().meta({ description: 'Number of states that a reset can return to.' }),
    feedback_count: z.int().meta({ description: 'Feedback that changed the weights.' }),
    version: z.int().meta({ description: 'Number of the state; each change adds one.' }),
    learning_rate: number,
    base_lr: number,
    gains: z.object({ alpha: number, gamma: number, lambda_: number, mu: number, nu: number }),
    constraints: z.record(z.string(), number),
    tenant_id: z.string(),
  })
  .meta({ id: 'AdaptationState' });

/** The answer to `GET /context/adaptation/history`. */
export const AdaptationHistoryAnswer = z
  .object({
    items: z.array(
      z.object({
        version: z.int(),
        ...weights,
        reason: z.string(),
        actor: z.string(),
        recorded_at: z.string().meta({ format: 'date-time' }),
      }),
    ),
    next_cursor: nextCursor,
  })
  .meta({ id: 'AdaptationHistory' });

/** The answer to `POST /context/adaptation/reset`. */
export const ResetAnswer = z
  .object({ ok: z.literal(true), tenant_id: z.string(), version: z.int() })
  .meta({ id: 'AdaptationResetAnswer' });

export type FeedbackAnswer = z.infer<typeof FeedbackAnswer>;
export type AdaptationAnswer = z.infer<typeof AdaptationAnswer>;
export type AdaptationHistoryAnswer = z.infer<typeof AdaptationHistoryAnswer>;
export type ResetAnswer = z.infer<typeof ResetAnswer>;

export function toAdaptationAnswer(
  { adaptation, feedbacks, version, states }: TenantTuning & { readonly states: number },
  tenant: string,
): AdaptationAnswer {
  const { lambda, ...gains } = adaptation.gains;
  const constraints = Object.entries(adaptation.bounds).flatMap(([name, [least, most]]) => [
    [`${name}_min`, least] as const,
    [`${name}_max`, most] as const,
  ]);
  return {
    ...toWeights(adaptation),
    history_len: states,
    feedback_count: feedbacks,
    version,
    learning_rate: adaptation.learningRate,
    base_lr: adaptation.baseLearningRate,
    gains: { ...gains, lambda_: lambda },
    constraints: Object.fromEntries(constraints),
    tenant_id: tenant,
  };
}

export function toHistoryItem({
  version,
  adaptation,
  reason,
  actor,
  recordedAt,
}: RecordedState): AdaptationHistoryAnswer['items'][number] {
  const recorded = new Date(recordedAt).toISOString();
  return { version, ...toWeights(adaptation), reason, actor, recorded_at: recorded };
}

function toWeights({ retrieval, utility }: AdaptationState): Pick<AdaptationAnswer, 'retrieval' | 'utility'> {
  const { lambda, ...others } = utility;
  return { retrieval: { ...retrieval }, utility: { ...others, lambda_: lambda } };
}
