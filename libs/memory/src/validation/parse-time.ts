/** The years that Postgres and ISO 8601 write in the same way. */
export const EARLIEST_MS = Date.parse('0001-01-01T00:00:00Z');
export const LATEST_MS = Date.parse('9999-12-31T23:59:59.999Z');

/** A number from here on counts milliseconds: as seconds it would be beyond the year 5138. */
const LEAST_MS = 100_000_000_000;
/** Beyond it a number counts something smaller, as microseconds. */
const MOST_MS = 100_000_000_000_000;

const NUMERIC = /^[+-]?\d+(\.\d+)?$/;
const YEAR = /^(19|20)\d\d$/;
const DATE = /^(?<year>\d{4})(?<dash>-?)(?<month>\d\d)\k<dash>(?<day>\d\d)$/;
const TIME =
  /^(?<hour>\d\d)(?:(?<colon>:?)(?<minute>\d\d)(?:\k<colon>(?<second>\d\d)(?:[.,](?<fraction>\d+))?)?)?(?<zone>Z|(?<sign>[+-])(?<zoneHour>\d\d)(?::?(?<zoneMinute>\d\d))?)?$/;

/** A day of the calendar. */
export interface CalendarDay {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
}

/** What a time could not be read for, in words that follow the name of its field. */
export class UnreadableTime extends Error {
  override readonly name = 'UnreadableTime';
}

/**
 * Milliseconds since the Unix epoch of a time that a caller wrote. A number, also as text, counts seconds or, from 100,000,000,000 on,
 * milliseconds. Other text is a date or a date-time of RFC 3339 or ISO 8601, basic or extended, in UTC where it names no zone. A space
 * may stand for the `T`, as Python writes it. @throws UnreadableTime
 */
export function parseTime(value: number | string): number {
  if (typeof value === 'number') return ofNumber(value);
  const written = value.trim();
  const day = parseDay(written);
  if (day) return startInUtc(day);
  if (NUMERIC.test(written)) return ofNumber(Number(written));
  const [date = '', ...time] = written.split(/[ Tt]/);
  const milliseconds =
    time.length === 1 ? ofDateTime(parseDay(date), TIME.exec(time[0]?.toUpperCase() ?? '')) : null;
  if (milliseconds === null)
    throw new UnreadableTime('must be a time: ISO 8601, or seconds or milliseconds since 1970');
  return inRange(milliseconds);
}

/** The day that a text names without a time, or null. */
export function parseDay(written: string): CalendarDay | null {
  const parts = DATE.exec(written)?.groups;
  if (!parts) return null;
  const day = { year: Number(parts.year), month: Number(parts.month), day: Number(parts.day) };
  const start = new Date(startInUtc(day));
  const exists = start.getUTCMonth() + 1 === day.month && start.getUTCDate() === day.day;
  return exists && day.year > 0 ? day : null;
}

/** The first millisecond of a day in UTC. */
export function startInUtc({ year, month, day }: CalendarDay): number {
  // Date.UTC takes the years to 99 for those of the twentieth century.
  return new Date(0).setUTCFullYear(year, month - 1, day);
}

function ofNumber(value: number): number {
  const size = Math.abs(value);
  if (size >= MOST_MS)
    throw new UnreadableTime('must count seconds or milliseconds since 1970, and nothing smaller');
  if (YEAR.test(String(value)) || isWrittenDay(value))
    throw new UnreadableTime(
      'is a year or a date written as a number; write the date as a text: "2026-03-01"',
    );
  return inRange(Math.round(size < LEAST_MS ? value * 1000 : value));
}

/** Whether a number has the digits of a day of these times. */
function isWrittenDay(value: number): boolean {
  return value >= 19_000_101 && value <= 21_001_231 && parseDay(String(value)) !== null;
}

function ofDateTime(day: CalendarDay | null, time: RegExpExecArray | null): number | null {
  const parts = time?.groups;
  if (!day || !parts) return null;
  const [hour, minute, second] = [parts.hour, parts.minute, parts.second].map((part) =>
    Number(part ?? 0),
  ) as [number, number, number];
  const [zoneHour, zoneMinute] = [Number(parts.zoneHour ?? 0), Number(parts.zoneMinute ?? 0)];
  // RFC 3339 has a second 60, which begins the next minute.
  if (hour > 23 || minute > 59 || second > 60 || zoneHour > 23 || zoneMinute > 59) return null;
  const milliseconds = Number(`${parts.fraction ?? ''}000`.slice(0, 3));
  const offset = (zoneHour * 60 + zoneMinute) * (parts.sign === '-' ? -1 : 1);
  return startInUtc(day) + ((hour * 60 + minute - offset) * 60 + second) * 1000 + milliseconds;
}

function inRange(milliseconds: number): number {
  if (milliseconds >= EARLIEST_MS && milliseconds <= LATEST_MS) return milliseconds;
  throw new UnreadableTime(
    'must lie in the years 0001 to 9999; a number counts seconds or milliseconds since 1970',
  );
}
