import { faded } from './fade';

const DAY = 86_400_000;

describe('A link that nothing renews', () => {
  it.each([
    [1, 0.98],
    [10, 0.98 ** 10],
    [148, 0.98 ** 148],
  ])('keeps 0.98 of its weight a day: after %i days', (days, weight) => {
    const { weight: left, until } = faded(1, 0, days * DAY);
    expect(left).toBeCloseTo(weight, 12);
    expect(until).toBe(days * DAY);
  });

  it('goes below 0.05', () => {
    expect(faded(1, 0, 149 * DAY).weight).toBeNull();
  });

  it('fades by whole days, so that it does not matter how often that is reckoned', () => {
    const first = faded(1, 0, 1.9 * DAY);
    expect(first).toEqual({ weight: 0.98, until: DAY });
    expect(faded(first.weight ?? 0, first.until, 1.9 * DAY)).toEqual(first);
    expect(faded(first.weight ?? 0, first.until, 3 * DAY).weight).toBeCloseTo(0.98 ** 3, 12);
  });
});
