import { z } from 'zod';
import { type CalendarDay, parseDay, startInUtc } from './parse-time';

const MS_OF_DAY = 86_400_000;
/** Members of filters that a day without a time begins, and that it ends. */
const BEGINNING: ReadonlySet<string> = new Set(['occurred_after', 'created_after']);
const END: ReadonlySet<string> = new Set(['occurred_before', 'created_before']);

/** The name of a time zone in the database of IANA. */
export const timeZone = z
  .string()
  .max(64)
  .refine(isTimeZone, { error: 'must be a time zone of IANA, as Europe/Berlin or UTC' })
  .meta({ examples: ['Europe/Berlin'] });

/** The first millisecond of a day in a zone: where the clock skips midnight, the one that it goes on with. */
export function startOfDay(day: CalendarDay, zone: string): number {
  const midnight = startInUtc(day);
  const [before, after] = [midnight - MS_OF_DAY, midnight + MS_OF_DAY].map(
    (near) => midnight - offsetAt(near, zone),
  ) as [number, number];
  const starts = [before, after].filter((start) => start + offsetAt(start, zone) === midnight);
  return starts.length > 0 ? Math.min(...starts) : before;
}

/** The last millisecond of a day in a zone. */
export function endOfDay(day: CalendarDay, zone: string): number {
  return startOfDay({ ...day, day: day.day + 1 }, zone) - 1;
}

/**
 * A request with the days in its filters as times: a day without a time means its end in `occurred_before` and `created_before`, and its
 * beginning in `occurred_after` and `created_after`, in the zone that `time_zone` of the request names. All else stays as it is.
 */
export function withDayBounds(body: unknown): unknown {
  if (!isObject(body)) return body;
  const zone = body.time_zone ?? 'UTC';
  if (typeof zone !== 'string' || !isTimeZone(zone)) return body;
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => [
      name,
      name === 'filters' ? boundedIn(value, zone) : boundOf(name, value, zone),
    ]),
  );
}

function boundedIn(value: unknown, zone: string): unknown {
  if (Array.isArray(value)) return value.map((item) => boundedIn(item, zone));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      const isLogic = name === 'and' || name === 'or' || name === 'not';
      return [name, isLogic ? boundedIn(member, zone) : boundOf(name, member, zone)];
    }),
  );
}

function boundOf(name: string, value: unknown, zone: string): unknown {
  const day = typeof value === 'string' ? parseDay(value.trim()) : null;
  if (!day) return value;
  if (BEGINNING.has(name)) return new Date(startOfDay(day, zone)).toISOString();
  return END.has(name) ? new Date(endOfDay(day, zone)).toISOString() : value;
}

/** How far the clocks of a zone are ahead of UTC, in milliseconds. */
function offsetAt(at: number, timeZone: string): number {
  const clock = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' });
  const name = clock.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT';
  const [, sign = '+', hours = '0', minutes = '0', seconds = '0'] =
    /^GMT([+-])(\d\d):(\d\d)(?::(\d\d))?$/.exec(name) ?? [];
  const ahead = (Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds)) * 1_000;
  return sign === '-' ? -ahead : ahead;
}

function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
