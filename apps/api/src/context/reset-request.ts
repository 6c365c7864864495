import type { Reset } from '@somabrain/cognition';
import { storable } from '@somabrain/memory';
import { z } from 'zod';
import { tenantId } from './tenant-field';

const weight = z.number().min(0).max(100);
const gain = z.number().min(-100).max(100);

/** A reset with the tenant that its body names. */
export interface ResetInput {
  readonly tenantId: string | null;
  readonly reset: Reset;
}

/** The body of `POST /context/adaptation/reset`. */
export const ResetRequest = storable(
  z
    .strictObject({
      version: z.int().min(1).nullish().meta({
        description:
          'The version of the history to return to. Absent: the initial state, with the values below.',
      }),
      base_lr: z.number().min(0).max(1).nullish().meta({ description: 'Default: 0.05.' }),
      reset_history: z
        .boolean()
        .nullish()
        .meta({ description: 'Whether earlier states are dropped. Default: false.' }),
      retrieval_defaults: z
        .strictObject({ alpha: weight, beta: weight, gamma: weight, tau: z.number().min(0.01).max(100) })
        .partial()
        .nullish(),
      utility_defaults: z.strictObject({ lambda_: weight, mu: weight, nu: weight }).partial().nullish(),
      gains: z
        .strictObject({ alpha: gain, gamma: gain, lambda_: gain, mu: gain, nu: gain })
        .partial()
        .nullish(),
      constraints: z
        .strictObject({
          alpha_min: weight,
          alpha_max: weight,
          gamma_min: weight,
          gamma_max: weight,
          lambda_min: weight,
          lambda_max: weight,
          mu_min: weight,
          mu_max: weight,
          nu_min: weight,
          nu_max: weight,
        })
        .partial()
        .nullish(),
      tenant_id: tenantId,
    })
    .meta({ id: 'AdaptationReset', description: 'The state to reset the adaptation to.' }),
).transform((body): ResetInput => {
  const { lambda_: lambda, ...utility } = body.utility_defaults ?? {};
  const { lambda_: lambdaGain, ...gains } = body.gains ?? {};
  return {
    tenantId: body.tenant_id ?? null,
    reset: {
      version: body.version ?? null,
      baseLearningRate: body.base_lr ?? null,
      retrieval: given(body.retrieval_defaults ?? {}),
      utility: given({ ...utility, lambda }),
      gains: given({ ...gains, lambda: lambdaGain }),
      constraints: given(body.constraints ?? {}),
      dropHistory: body.reset_history ?? false,
    },
  };
});

/** Without the members that are not there. */
function given<Value extends object>(members: Value): { [Name in keyof Value]?: NonNullable<Value[Name]> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value != null)) as {
    [Name in keyof Value]?: NonNullable<Value[Name]>;
  };
}
