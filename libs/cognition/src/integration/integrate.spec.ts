import * as fc from 'fast-check';
import { confidenceOf, DOMAINS, integrate, softmax, STALE_MS } from './integrate';

const seen = (confidence: number, at = 0) => ({ at, deltaError: 0, confidence });

describe('integration', () => {
  it('follows the most confident domain and weighs the others in their order', () => {
    const observations = { state: seen(0.6), agent: seen(0.2), action: seen(0.1) };
    const { leader, weights } = integrate(observations, 0, 1);
    expect(leader).toBe('state');
    expect(weights.state).toBeCloseTo(0.4392, 4);
    expect(weights.agent).toBeCloseTo(0.29441, 5);
    expect(weights.action).toBeCloseTo(0.26639, 5);
  });

  it('weighs the confidences of the original’s streams as the original does', () => {
    const [state, agent, action] = softmax([0.9022, 0.8614, 0.8511], 1);
    expect(state).toBeCloseTo(0.344, 2);
    expect(agent).toBeCloseTo(0.33, 2);
    expect(action).toBeCloseTo(0.327, 2);
  });

  it('takes confidence from the error: 1 for none, e⁻² for 1 at alpha 2', () => {
    expect(confidenceOf(0, 2)).toBe(1);
    expect(confidenceOf(-1, 2)).toBe(1);
    expect(confidenceOf(1, 2)).toBeCloseTo(0.135335, 6);
    expect(confidenceOf(0.0514, 2)).toBeCloseTo(0.9023, 4);
  });

  it('knows nothing but the state where all it has is stale', () => {
    const stale = { agent: seen(1), action: seen(1) };
    const { leader, weights, entropy } = integrate(stale, STALE_MS + 1, 1);
    expect({ leader, weights, entropy }).toEqual({
      leader: 'state',
      weights: { state: 1, agent: 0, action: 0 },
      entropy: 0,
    });
    expect(integrate(stale, STALE_MS, 1).leader).toBe('agent');
  });

  it('is sharper at a lower temperature', () => {
    const observations = { state: seen(0.6), agent: seen(0.4) };
    expect(integrate(observations, 0, 0.1).weights.state).toBeGreaterThan(
      integrate(observations, 0, 1).weights.state,
    );
  });

  it('gives weights that sum to 1 and lead where they are greatest, whatever was observed', () => {
    const observation = fc.option(
      fc.record({
        at: fc.integer({ min: -20_000, max: 0 }),
        deltaError: fc.double({ min: 0, max: 2, noNaN: true }),
        confidence: fc.double({ min: 0, max: 1, noNaN: true }),
      }),
      { nil: undefined },
    );
    fc.assert(
      fc.property(
        fc.record({ state: observation, agent: observation, action: observation }),
        fc.double({ min: 0.01, max: 5, noNaN: true }),
        (observed, tau) => {
          const present = Object.fromEntries(
            Object.entries(observed).filter(([, value]) => value !== undefined),
          );
          const { leader, weights, entropy } = integrate(present, 0, tau);
          const shares = DOMAINS.map((domain) => weights[domain]);
          expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
          expect(weights[leader]).toBe(Math.max(...shares));
          expect(entropy).toBeGreaterThanOrEqual(-1e-12);
          expect(entropy).toBeLessThanOrEqual(1 + 1e-12);
        },
      ),
    );
  });
});
