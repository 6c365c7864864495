import { rewardGainOf } from '../tuning/admission-gate';
import type { Neuromodulators } from '../tuning/neuromodulators';

/** What novelty and error count for acting, and from where on something is stored, and acted on. */
const ACT_WEIGHTS = { novelty: 0.6, error: 0.4 } as const;
const ACT_THRESHOLDS = { store: 0.5, act: 0.7 } as const;

/** What is known of a task, each 0 to 1. */
export interface TaskSignals {
  /** How unlike it is to what is remembered. */
  readonly novelty: number;
  /** How little of it memory led to expect. */
  readonly error: number;
}

/** The salience of a task: 0.6 novelty + 0.4 error + (dopamine − 0.4) × error + acetylcholine, from 0 to 1. */
export function actSalience({ novelty, error }: TaskSignals, levels: Neuromodulators): number {
  const { novelty: newWeight, error: errorWeight } = ACT_WEIGHTS;
  const salience =
    newWeight * novelty + (errorWeight + rewardGainOf(levels.dopamine)) * error + levels.acetylcholine;
  return Math.min(1, Math.max(0, salience));
}

/** Whether a task of such a salience is stored, and acted on: noradrenaline raises what it takes. */
export function actPolicy(salience: number, { noradrenaline }: Neuromodulators) {
  const storeFrom = ACT_THRESHOLDS.store + noradrenaline;
  const actFrom = ACT_THRESHOLDS.act + noradrenaline;
  return { store: salience >= storeFrom, act: salience >= actFrom, storeFrom, actFrom };
}
