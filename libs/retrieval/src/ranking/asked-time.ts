const DAY_IN_MILLISECONDS = 24 * 60 * 60 * 1000;

/** A stretch of time in epoch milliseconds, both ends included; null: open. */
export type TimeRange = readonly [from: number | null, to: number | null];

/** What a question says of time. */
export interface AskedTime {
  /** The times that it names. */
  readonly ranges: readonly TimeRange[];
  /** The same dates in other years, where it names none. */
  readonly otherYears: readonly TimeRange[];
  /** What of several answers is asked for: the one that comes last in time, or first. */
  readonly order: 'newest' | 'oldest' | null;
}

/** What the times of a question count. */
export interface TimeConstants {
  /** Factor of a memory inside a range; outside it falls towards 1. */
  readonly inside: number;
  /** What the very edge outside a range counts, relative to the inside. */
  readonly outside: number;
  /** Days before a range, and after it, in which the effect halves. People tell of what happened some days before. */
  readonly daysBefore: number;
  readonly daysAfter: number;
  /** What other years count than the one meant, relative to it. */
  readonly otherYears: number;
  /** "Latest" and "first" put in order what scores at least this share of the best. */
  readonly orderedFrom: number;
}

/** How near to the times of a question a moment is: 1 inside, towards 0 outside. @param moment epoch milliseconds */
export function nearness(moment: number, asked: AskedTime, constants: TimeConstants): number {
  let nearest = 0;
  for (const range of asked.ranges) nearest = Math.max(nearest, nearnessTo(moment, range, constants));
  for (const range of asked.otherYears)
    nearest = Math.max(nearest, constants.otherYears * nearnessTo(moment, range, constants));
  return nearest;
}

function nearnessTo(
  time: number,
  [from, to]: TimeRange,
  { outside, daysBefore, daysAfter }: TimeConstants,
): number {
  const moment = Math.floor(time);
  if (from !== null && moment < from)
    return outside * 0.5 ** ((from - moment) / DAY_IN_MILLISECONDS / daysBefore);
  if (to !== null && moment > to) return outside * 0.5 ** ((moment - to) / DAY_IN_MILLISECONDS / daysAfter);
  return 1;
}
