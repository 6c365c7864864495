import { Pace, type Reading } from './pace';

const SECOND = 1_000;

describe('the pace of a client', () => {
  let now: number;
  let pace: Pace;

  beforeEach(() => {
    now = 0;
    pace = new Pace(0);
  });

  /** Reads once a second. @returns the second in which it was found too slow, if it was */
  function slowAfter(seconds: number, reading: (second: number) => Partial<Reading>): number | undefined {
    for (let second = 1; second <= seconds; second += 1) {
      now += SECOND;
      const state = {
        waitsFor: undefined,
        isStream: false,
        receivedBytes: 0,
        takenBytes: 0,
        ...reading(second),
      };
      if (pace.isTooSlow(state, now)) return second;
    }
    return undefined;
  }

  it('is too slow where a body stops coming in', () => {
    expect(slowAfter(60, () => ({ waitsFor: 'body', receivedBytes: 3 }))).toBe(11);
  });

  it('is too slow where a body comes in by single bytes', () => {
    expect(slowAfter(60, (second) => ({ waitsFor: 'body', receivedBytes: 100 * second }))).toBe(11);
  });

  it('is fast enough at half a kilobyte a second', () => {
    expect(slowAfter(600, (second) => ({ waitsFor: 'body', receivedBytes: 520 * second }))).toBeUndefined();
  });

  it('lets a stream pause for most of a minute, and no longer', () => {
    const paused = (second: number) => Math.floor(second / 50) * 40 * 1_024;
    const stream = { waitsFor: 'body', isStream: true } as const;
    expect(slowAfter(600, (second) => ({ ...stream, receivedBytes: paused(second) }))).toBeUndefined();
    expect(slowAfter(120, () => ({ ...stream, receivedBytes: 0 }))).toBeLessThanOrEqual(61);
  });

  it('is too slow where an answer is not read for a minute', () => {
    expect(slowAfter(600, () => ({ waitsFor: 'reader', takenBytes: 5 }))).toBe(61);
  });

  it('is fast enough where an answer is read slowly, in portions as the kernel takes them', () => {
    const portions = (second: number) => Math.floor(second / 40) * 900_000;
    expect(
      slowAfter(600, (second) => ({ waitsFor: 'reader', takenBytes: portions(second) })),
    ).toBeUndefined();
  });

  it('is no matter while the service works, nor between requests', () => {
    expect(slowAfter(600, () => ({ waitsFor: undefined }))).toBeUndefined();
    expect(pace.waitingSince).toBeUndefined();
    expect(slowAfter(600, () => ({ waitsFor: 'request' }))).toBeUndefined();
    expect(pace.waitingSince).toBe(601 * SECOND);
  });

  it('begins anew with every request', () => {
    const turns = (second: number) => ({ waitsFor: second % 9 === 0 ? undefined : ('body' as const) });
    expect(slowAfter(600, turns)).toBeUndefined();
  });
});
