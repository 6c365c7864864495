import type { Adapted, AdaptationState } from './adaptation-state';

/** By how much a signal moves weights: the base rate × (0.5 + dopamine), the factor between 0.5 and 1.2. */
export function learningRateOf(baseRate: number, dopamine: number): number {
  return baseRate * clamp(0.5 + dopamine, 0.5, 1.2);
}

/**
 * Moves each weight by rate × gain × signal, within its bounds.
 * @param signal how good the outcome was: above 0 the weights are confirmed, below 0 they are turned from
 */
export function adapt(state: AdaptationState, signal: number, dopamine: number): AdaptationState {
  const learningRate = learningRateOf(state.baseLearningRate, dopamine);
  const moved = (name: Adapted, weight: number): number => {
    const [least, most] = state.bounds[name];
    return clamp(weight + learningRate * state.gains[name] * signal, least, most);
  };
  const { retrieval, utility } = state;
  return {
    ...state,
    learningRate,
    retrieval: {
      ...retrieval,
      alpha: moved('alpha', retrieval.alpha),
      gamma: moved('gamma', retrieval.gamma),
    },
    utility: {
      lambda: moved('lambda', utility.lambda),
      mu: moved('mu', utility.mu),
      nu: moved('nu', utility.nu),
    },
  };
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
