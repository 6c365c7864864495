import { averageAfter, explorationOf } from './learn';
import { rewardOfRating, totalOf } from './reward';

describe('rewards', () => {
  it('count latency and cost against the rest', () => {
    expect(totalOf({ task: 1, user: 0.5, latency: 0.25, safety: 0.125, cost: 0.125 })).toBe(1.25);
  });

  it('are what a rating says, 5 being 1; what is no rating says nothing', () => {
    expect([1, 2, 3, 4, 5].map(rewardOfRating)).toEqual([-1, -0.5, 0, 0.5, 1]);
    expect([0, 6, 2.5, NaN].map(rewardOfRating)).toEqual([0, 0, 0, 0]);
  });

  it('are averaged, the first as it is', () => {
    expect(averageAfter(null, 0.4, 0.2)).toBe(0.4);
    expect(averageAfter(0.4, 0.9, 0.2)).toBeCloseTo(0.5, 12);
  });

  it('lower exploration the better they are, between 0.55 and 1', () => {
    expect(explorationOf(0.5)).toBeCloseTo(0.8, 12);
    expect(explorationOf(1)).toBeCloseTo(0.55, 12);
    expect(explorationOf(7)).toBeCloseTo(0.55, 12);
    expect(explorationOf(0)).toBe(1);
    expect(explorationOf(-3)).toBe(1);
  });
});
