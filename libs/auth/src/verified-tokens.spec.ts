import { ANONYMOUS } from './identity';
import { VerifiedTokens } from './verified-tokens';

describe('the tokens checked a moment ago', () => {
  const clock = { time: 0, now: () => clock.time };
  const intervals = { time: 0, now: () => intervals.time };
  let tokens: VerifiedTokens;

  beforeEach(() => {
    clock.time = 1_000_000;
    intervals.time = 0;
    tokens = new VerifiedTokens(clock, intervals);
  });

  it('are known until they expire', () => {
    tokens.set('a', { identity: ANONYMOUS, expiresAt: clock.time + 1_000 }, 500);
    clock.time += 999;
    expect(tokens.get('a')).toBe(ANONYMOUS);
    clock.time += 1;
    expect(tokens.get('a')).toBeUndefined();
  });

  it('are checked again after a minute, so that a key that was withdrawn counts no longer', () => {
    tokens.set('a', { identity: ANONYMOUS, expiresAt: clock.time + 86_400_000 }, 500);
    // The time of day is set back meanwhile.
    clock.time -= 3_600_000;
    intervals.time += 59_999;
    expect(tokens.get('a')).toBe(ANONYMOUS);
    intervals.time += 1;
    expect(tokens.get('a')).toBeUndefined();
  });

  it('are at most ten thousand, the ones used last', () => {
    const expiresAt = clock.time + 1_000;
    for (let number = 0; number < 10_000; number += 1)
      tokens.set(String(number), { identity: ANONYMOUS, expiresAt }, 500);
    expect(tokens.get('0')).toBe(ANONYMOUS);
    tokens.set('one more', { identity: ANONYMOUS, expiresAt }, 500);
    expect([tokens.get('0'), tokens.get('1')]).toEqual([ANONYMOUS, undefined]);
  });

  it('come to a few megabytes at most, however much they say', () => {
    const expiresAt = clock.time + 1_000;
    for (let number = 0; number < 3_000; number += 1)
      tokens.set(String(number), { identity: ANONYMOUS, expiresAt }, 8_192);
    expect(tokens.bytes).toBeLessThanOrEqual(16 * 1024 * 1024);
    expect([tokens.get('0'), tokens.get('2999')]).toEqual([undefined, ANONYMOUS]);
  });
});
