import type { AdmissionGate } from '@somabrain/working-memory';
import type { Neuromodulators } from './neuromodulators';

/** The highest noradrenaline (0.1) requires a signal of 0.5; at rest there is no threshold. */
const THRESHOLD_OF_NORADRENALINE = 5;

/** The gate of working memory that a tenant's levels set: dopamine weighs reward, acetylcholine lets in, noradrenaline keeps out. */
export function gateOf({ dopamine, noradrenaline, acetylcholine }: Neuromodulators): AdmissionGate {
  return {
    rewardGain: rewardGainOf(dopamine),
    bias: acetylcholine,
    threshold: THRESHOLD_OF_NORADRENALINE * noradrenaline,
  };
}

/** What dopamine adds to the weight of reward and error: nothing at rest. */
export function rewardGainOf(dopamine: number): number {
  return Math.min(0.8, Math.max(0.2, dopamine)) - 0.4;
}
