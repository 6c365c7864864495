import { heatByChebyshev } from './chebyshev';
import { heatByLanczos } from './lanczos';
import type { Operator } from './operator';

export const HEAT_METHODS = ['chebyshev', 'lanczos'] as const;
export type HeatMethod = (typeof HEAT_METHODS)[number];

/** How heat spreads over a graph. */
export interface HeatSettings {
  readonly method: HeatMethod;
  /** Time of diffusion. */
  readonly t: number;
  /** K of the Chebyshev series. */
  readonly chebyshevDegree: number;
  /** m of the Lanczos steps. */
  readonly lanczosSteps: number;
}

/** exp(−t·L)·x: where heat that lies as `x` says is after the time t. */
export function diffuse(operator: Operator, x: Float64Array, settings: HeatSettings): Float64Array {
  const { method, t, chebyshevDegree, lanczosSteps } = settings;
  return method === 'lanczos'
    ? heatByLanczos(operator, x, t, lanczosSteps)
    : heatByChebyshev(operator, x, t, chebyshevDegree);
}
