import { lagOf } from './lag';

const samples = (lag: (second: number) => number, perSecond = 1_000) =>
  Array.from({ length: 61 }, (_, second) => ({
    seconds: second,
    place: { arrived: perSecond * second, taken: perSecond * second - lag(second) },
  }));

describe('lag', () => {
  it('of a group that keeps up does not grow, however it goes up and down', () => {
    const { start, middle, end, grew, perSecond } = lagOf(samples((second) => 300 + 200 * (second % 3)));
    expect({ start, middle, end, grew }).toEqual({ start: 300, middle: 300, end: 300, grew: false });
    expect(perSecond).toEqual({ arrived: 1_000, taken: 1_000 });
  });

  it('of a group that takes 95 of 100 grows', () => {
    const { end, grew, perSecond } = lagOf(samples((second) => 50 * second));
    expect({ end, grew }).toEqual({ end: 3_000, grew: true });
    expect(perSecond.taken).toBeCloseTo(950, 9);
  });

  it('of a group that was late to begin and caught up does not grow', () => {
    expect(lagOf(samples((second) => Math.max(0, 5_000 - 500 * second))).grew).toBe(false);
  });
});
