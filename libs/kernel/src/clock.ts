/** A source of time; tests inject their own. */
export interface Clock {
  /** Milliseconds: of the system clock since the Unix epoch, of the monotonic one since the process began. */
  now(): number;
}

/** The time of day. It can be set back. */
export const systemClock: Clock = { now: () => Date.now() };

/** Goes on evenly, whatever becomes of the time of day: for what lasts so long, and is not told to anybody. */
export const monotonicClock: Clock = { now: () => performance.now() };
