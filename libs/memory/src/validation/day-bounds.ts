import { z } from 'zod';
import { type CalendarDay, parseDay, startInUtc } from './parse-time';

const MS_OF_DAY = 86_400_000;
/** Members of filters that a day without a time begins, and that it ends. */
const BEGINNING: ReadonlySet<string> = new Set(['occurred_after', 'created_after']);
const END: ReadonlySet<string> = new Set(['occurred_before', 'created_before']);
/** The same of comparisons with a time: not earlier than a day begins, later than it ends. */
const TIMES: ReadonlySet<string> = new Set(['occurred_at', 'created_at']);
const AT_BEGINNING: ReadonlySet<string> = new Set(['gte', 'lt']);
const AT_END: ReadonlySet<string> = new Set(['lte', 'gt']);

/** Clocks of zones by the name that a request gives: making one costs more than all else that is checked of a recall. */
const clocks = new Map<string, Intl.DateTimeFormat>();
/** Zone names are case-insensitive, so the cache must be bounded. */
const MOST_CLOCKS = 1_000;

/** The name of a time zone in the database of IANA. */
export const timeZone = z
  .string()
  .max(64)
  .refine(isTimeZone, { error: 'must be a time zone of IANA, as Europe/Berlin or UTC' })
  .meta({ examples: ['Europe/Berlin'] });

/** The first millisecond of a day in a zone; if the clock skips midnight, the first one after it. */
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
 * A request with the days in its filters as times: a day without a time means its end in `occurred_before`, `created_before`, `lte` and `gt`, and
 * its beginning in `occurred_after`, `created_after`, `gte` and `lt`, in the zone that `time_zone` of the request names. All else stays as it is.
 */
export function withDayBounds(body: unknown): unknown {
  if (!isObject(body)) return body;
  const zone = body.time_zone ?? 'UTC';
  if (typeof zone !== 'string' || (zone !== 'UTC' && !isTimeZone(zone))) return body;
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
      if (isLogic) return [name, boundedIn(member, zone)];
      return [name, TIMES.has(name) ? compared(member, zone) : boundOf(name, member, zone)];
    }),
  );
}

function compared(operators: unknown, zone: string): unknown {
  if (!isObject(operators)) return operators;
  return Object.fromEntries(
    Object.entries(operators).map(([name, value]) => [
      name,
      bounded(value, zone, AT_BEGINNING.has(name), AT_END.has(name)),
    ]),
  );
}

function boundOf(name: string, value: unknown, zone: string): unknown {
  return bounded(value, zone, BEGINNING.has(name), END.has(name));
}

function bounded(value: unknown, zone: string, atBeginning: boolean, atEnd: boolean): unknown {
  const day = typeof value === 'string' && (atBeginning || atEnd) ? parseDay(value.trim()) : null;
  if (!day) return value;
  return new Date(atBeginning ? startOfDay(day, zone) : endOfDay(day, zone)).toISOString();
}

/** How far the clocks of a zone are ahead of UTC, in milliseconds. */
function offsetAt(at: number, timeZone: string): number {
  const name =
    clockOf(timeZone)
      .formatToParts(at)
      .find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT';
  const [, sign = '+', hours = '0', minutes = '0', seconds = '0'] =
    /^GMT([+-])(\d\d):(\d\d)(?::(\d\d))?$/.exec(name) ?? [];
  const ahead = (Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds)) * 1_000;
  return sign === '-' ? -ahead : ahead;
}

function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return clockOf(name).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** @throws RangeError for an unknown zone */
function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone);
  if (known) return known;
  const clock = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' });
  if (clocks.size >= MOST_CLOCKS) clocks.clear();
  clocks.set(timeZone, clock);
  return clock;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
