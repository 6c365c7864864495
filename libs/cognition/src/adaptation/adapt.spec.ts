import fc from 'fast-check';
import { adapt, learningRateOf } from './adapt';
import { ADAPTED, type AdaptationState, INITIAL_STATE } from './adaptation-state';
import { isNeutral, profileOf } from './profile-of';
import { answerUtility } from './utility-guard';
import { RESTING } from '../tuning/neuromodulators';

const weight = ({ retrieval, utility }: AdaptationState, name: (typeof ADAPTED)[number]): number =>
  ({ ...retrieval, ...utility })[name];

describe('learning from feedback', () => {
  it('moves the weights as the original did', () => {
    const after = adapt(INITIAL_STATE, 0.9, RESTING.dopamine);
    expect(after.learningRate).toBeCloseTo(0.045, 12);
    expect(after.retrieval.alpha).toBeCloseTo(1.0405, 12);
    expect(after.retrieval.gamma).toBeCloseTo(0.07975, 12);
    expect(after.utility.lambda).toBeCloseTo(1.0405, 12);
    expect(after.utility.mu).toBeCloseTo(0.089875, 12);
    expect(after.utility.nu).toBeCloseTo(0.039875, 12);
    expect([after.retrieval.beta, after.retrieval.tau]).toEqual([0.2, 0.7]);
  });

  it('moves them by their gains', () => {
    const state = { ...INITIAL_STATE, gains: { ...INITIAL_STATE.gains, alpha: 2, gamma: -1 } };
    const rate = learningRateOf(state.baseLearningRate, RESTING.dopamine);
    const { alpha, gamma } = adapt(state, 1, RESTING.dopamine).retrieval;
    expect(alpha).toBeCloseTo(1 + 2 * rate, 12);
    expect(gamma).toBeCloseTo(0.1 - rate, 12);
  });

  it.each([
    [0.35, 0.0425],
    [0.4, 0.045],
    [0.8, 0.06],
    [0, 0.025],
    [9, 0.06],
  ])('with dopamine at %d has the rate %d', (dopamine, rate) => {
    expect(learningRateOf(0.05, dopamine)).toBeCloseTo(rate, 12);
  });

  it('keeps every weight within its bounds, whatever feedback comes', () => {
    const signal = fc.oneof(fc.double({ min: -1_000, max: 1_000, noNaN: true }), fc.constantFrom(1, -1, 0));
    const levels = fc.double({ min: 0, max: 0.8, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(signal, levels), { maxLength: 200 }), (feedback) => {
        let state = INITIAL_STATE;
        for (const [given, dopamine] of feedback) {
          state = adapt(state, given, dopamine);
          for (const name of ADAPTED) {
            const [least, most] = state.bounds[name];
            expect(weight(state, name)).toBeGreaterThanOrEqual(least);
            expect(weight(state, name)).toBeLessThanOrEqual(most);
          }
          const { dense, recency, halfLife } = profileOf(state, RESTING);
          expect(
            dense >= 0.7 && dense <= 1.2 + 1e-9 && recency >= 0 && recency <= 0.2 && halfLife === 1,
          ).toBe(true);
        }
      }),
    );
  });

  it('leaves the ranking alone before anything is learnt', () => {
    expect(isNeutral(profileOf(INITIAL_STATE, RESTING))).toBe(true);
    expect(isNeutral(profileOf(adapt(INITIAL_STATE, 1, 0.4), RESTING))).toBe(false);
    expect(profileOf(INITIAL_STATE, { ...RESTING, serotonin: 1 }).halfLife).toBe(2);
  });
});

describe('the utility of an answer', () => {
  it.each([
    [1, 0],
    [8.5, Math.log(8.5)],
    [0.5, Math.log(0.5)],
    [0, Math.log(1e-12)],
  ])('with confidence %d is %d', (confidence, utility) => {
    expect(answerUtility({ confidence })).toBeCloseTo(utility, 12);
  });

  it('falls with cost and latency where they count', () => {
    const parameters = { lambda: 2, mu: 0.5, nu: 0.25 };
    expect(answerUtility({ confidence: Math.E, cost: 2, latency: 2 }, parameters)).toBeCloseTo(0.5, 12);
  });
});
