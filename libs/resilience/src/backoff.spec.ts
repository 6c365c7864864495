import { backoff, backoffMs } from './backoff';

describe('back-off', () => {
  const shortest = () => 0;
  const longest = () => 1;

  it('doubles with each failure', () => {
    const pauses = [0, 1, 2, 3].map((failures) => backoffMs(failures, { firstMs: 50 }, longest));
    expect(pauses).toEqual([50, 100, 200, 400]);
  });

  it('takes off up to half of the pause at random', () => {
    expect(backoffMs(1, { firstMs: 50 }, shortest)).toBe(50);
    expect(backoffMs(1, { firstMs: 50 }, () => 0.5)).toBe(75);
  });

  it('never exceeds the longest pause', () => {
    expect(backoffMs(30, { firstMs: 100, longestMs: 5_000 }, longest)).toBe(5_000);
    expect(backoffMs(2_000, { firstMs: 100, longestMs: 5_000 }, longest)).toBe(5_000);
  });

  describe('a pause', () => {
    beforeEach(() => jest.useFakeTimers());
    afterEach(() => jest.useRealTimers());

    it('ends within the time of its back-off', async () => {
      let isOver = false;
      const pause = backoff(2, { firstMs: 50 }).then(() => (isOver = true));
      await jest.advanceTimersByTimeAsync(99);
      expect(isOver).toBe(false);
      await jest.advanceTimersByTimeAsync(101);
      expect(isOver).toBe(true);
      await pause;
    });
  });
});
