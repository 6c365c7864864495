import type { AdmissionGate } from '@somabrain/working-memory';
import type { Neuromodulators } from './neuromodulators';

/** So that noradrenaline at its most asks for a signal of a half; at rest there is no threshold. */
const THRESHOLD_OF_NORADRENALINE = 5;

/** What tunes which memories come to mind: dopamine weighs reward, acetylcholine lets in, noradrenaline keeps out. */
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
