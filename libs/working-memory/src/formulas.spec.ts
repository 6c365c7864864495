import { recency, salience } from './salience';
import { unifiedScore } from './unified-score';

const MINUTE = 60_000;

describe('the formulas of working memory', () => {
  it.each([
    [0, 1],
    [32, Math.exp(-1)],
    [64, Math.exp(-2)],
    [-5, 1],
  ])('recency after %d steps is %d', (steps, expected) => {
    expect(recency(steps)).toBeCloseTo(expected, 12);
  });

  it.each([
    [{ novelty: 1, reward: 1, ageMs: 0 }, 1],
    [{ novelty: 0, reward: 0, ageMs: 0 }, 0.1],
    [{ novelty: 0.5, reward: 0.5, ageMs: 32 * MINUTE }, 0.45 + 0.1 / Math.E],
    [{ novelty: 0, reward: 0, ageMs: 1e12 }, 0],
  ])('the salience of %j is %d', (memory, expected) => {
    expect(salience(memory)).toBeCloseTo(expected, 12);
  });

  it.each([
    // The same text now; at most 0.75 without a subspace, as in the original.
    [{ cosine: 1, steps: 0 }, 0.75],
    [{ cosine: 1, subspaceCosine: 1, steps: 0 }, 1],
    [{ cosine: -1, steps: 0 }, 0.15],
    [{ cosine: 0.5, steps: 32 }, 0.3 + 0.15 / Math.E],
    [{ cosine: 0, steps: 1e9 }, 0],
    [{ cosine: 9, steps: 0 }, 1],
  ])('the score of %j is %d', (parts, expected) => {
    expect(unifiedScore(parts)).toBeCloseTo(expected, 12);
  });
});
