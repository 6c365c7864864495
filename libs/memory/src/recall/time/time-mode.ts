import type { TimeRange } from './question-time';

/** What times in a question do: lift what lies in them, leave out all else, or nothing. */
export const TIME_MODES = ['hint', 'strict', 'off'] as const;
export type TimeMode = (typeof TIME_MODES)[number];

/** How times in a question are meant. */
export interface TimeQuestion {
  /** When it is asked, in milliseconds since the Unix epoch. Absent: now, or the time that `asOf` names. */
  readonly referenceTime?: number;
  /** Where it is asked: a time zone of IANA. Absent: UTC. */
  readonly timeZone?: string;
  /** Absent: hint. */
  readonly time?: TimeMode;
}

/** Only how times are meant, of what says more. */
export function timesOf({ referenceTime, timeZone, time }: TimeQuestion): TimeQuestion {
  return {
    ...(referenceTime !== undefined && { referenceTime }),
    ...(timeZone !== undefined && { timeZone }),
    ...(time !== undefined && { time }),
  };
}

/** The times of a question as they were understood. */
export interface UnderstoodTime extends TimeRange {
  /** The words that name times. */
  readonly words: readonly string[];
  /** "Latest" and its like, "first" and its like. */
  readonly order: 'newest' | 'oldest' | null;
  readonly zone: string;
}
