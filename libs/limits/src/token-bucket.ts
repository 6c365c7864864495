import type { Rate, Verdict } from './rate-limiter';

/** A bucket as it was when a token was last asked of it. */
export interface Bucket {
  readonly tokens: number;
  /** Milliseconds. */
  readonly at: number;
}

/** Below a whole token by no more than this, it is one: what rounding took away. */
export const ROUNDING = 1e-6;

/**
 * Takes a token out of a bucket that gets `perSecond` of them back a second and holds `burst`.
 * @param bucket undefined: a full one
 * @param now in milliseconds; a clock that went back gives nothing back for that, and goes on from there
 */
export function takeToken(
  bucket: Bucket | undefined,
  now: number,
  { perSecond, burst }: Rate,
): { verdict: Verdict; bucket: Bucket } {
  const back = bucket ? (Math.max(0, now - bucket.at) * perSecond) / 1_000 : burst;
  const there = Math.min(burst, (bucket?.tokens ?? 0) + back);
  const allowed = there >= 1 - ROUNDING;
  const tokens = allowed ? Math.max(0, there - 1) : there;
  return {
    verdict: verdictOf(allowed, tokens, { perSecond, burst }),
    bucket: { tokens, at: now },
  };
}

/** What is told of a request after which a bucket holds `tokens`. */
export function verdictOf(allowed: boolean, tokens: number, { perSecond, burst }: Rate): Verdict {
  return {
    allowed,
    remaining: Math.floor(tokens + ROUNDING),
    retryAfterSeconds: allowed ? 0 : (1 - tokens) / perSecond,
    resetSeconds: (burst - tokens) / perSecond,
  };
}
