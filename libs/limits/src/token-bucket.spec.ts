import { type Bucket, takeToken } from './token-bucket';

const RATE = { perSecond: 10, burst: 5 };

/** Takes at each of the times, in milliseconds. @returns which were allowed */
function takeAt(times: readonly number[], rate = RATE): boolean[] {
  let bucket: Bucket | undefined;
  return times.map((now) => {
    const taken = takeToken(bucket, now, rate);
    bucket = taken.bucket;
    return taken.verdict.allowed;
  });
}

describe('a token bucket', () => {
  it('lets as many through at once as it holds', () => {
    expect(takeAt([1_000, 1_000, 1_000, 1_000, 1_000, 1_000])).toEqual([true, true, true, true, true, false]);
  });

  it('gets a token back every tenth of a second, and never more than it holds', () => {
    const five = Array.from({ length: 5 }, () => true);
    expect(takeAt([0, 0, 0, 0, 0, 99, 100, 100, 200])).toEqual([...five, false, true, false, true]);
    expect(takeAt([0, 60_000, 60_000, 60_000, 60_000, 60_000, 60_000]).filter(Boolean)).toHaveLength(6);
  });

  it('gives nothing back when the clock is set back, and goes on from there: nobody is locked out', () => {
    const hour = 3_600_000;
    expect(takeAt([hour, hour, hour, hour, hour, 0, 99, 100, 199, 200])).toEqual([
      ...Array.from({ length: 5 }, () => true),
      false,
      false,
      true,
      false,
      true,
    ]);
  });

  it('says how many are left, when the next may come, and when it is full again', () => {
    expect(takeToken(undefined, 1_000, RATE).verdict).toEqual({
      allowed: true,
      remaining: 4,
      retryAfterSeconds: 0,
      resetSeconds: 0.1,
    });
    expect(takeToken({ tokens: 0.5, at: 1_000 }, 1_000, RATE).verdict).toEqual({
      allowed: false,
      remaining: 0,
      retryAfterSeconds: 0.05,
      resetSeconds: 0.45,
    });
  });

  it.each([0.001, 1 / 3, 7, 333.333, 1e6])('of %f a second lets exactly its burst through', (perSecond) => {
    const times = Array.from({ length: 50 }, () => 1_764_000_000_000);
    expect(takeAt(times, { perSecond, burst: 20 }).filter(Boolean)).toHaveLength(20);
  });
});
