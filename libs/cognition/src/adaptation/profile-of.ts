import { NEUTRAL_PROFILE, type RankingProfile } from '@somabrain/retrieval';
import type { Neuromodulators } from '../tuning/neuromodulators';
import { INITIAL_STATE, type AdaptationState } from './adaptation-state';

/** So that alpha at its upper bound of 5 makes meaning weigh a fifth more: the ranking bends, it does not break. */
const DENSE_EXPONENT = Math.log(1.2) / Math.log(5);
/** What gamma at its upper bound of 1 adds to the weight of recency. */
const MOST_RECENCY = 0.2;

/**
 * How recall ranks after what a tenant has learnt. The initial state at rest is neutral.
 * alpha raises what meaning weighs beside words; gamma beyond its initial value adds recency; serotonin makes recency reach further back.
 */
export function profileOf({ retrieval }: AdaptationState, { serotonin }: Neuromodulators): RankingProfile {
  const { alpha, gamma } = retrieval;
  const initial = INITIAL_STATE.retrieval;
  return {
    dense: Math.max(0, alpha / initial.alpha) ** DENSE_EXPONENT,
    recency: (MOST_RECENCY * Math.max(0, gamma - initial.gamma)) / (1 - initial.gamma),
    halfLife: 4 ** (serotonin - 0.5),
  };
}

/** Whether a profile changes nothing, so that none has to be kept. */
export function isNeutral(profile: RankingProfile): boolean {
  return (
    profile.dense === NEUTRAL_PROFILE.dense &&
    profile.recency === NEUTRAL_PROFILE.recency &&
    profile.halfLife === NEUTRAL_PROFILE.halfLife
  );
}
