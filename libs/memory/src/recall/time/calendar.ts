import { startInUtc } from '../../validation/parse-time';

const MS_OF_DAY = 86_400_000;
const DAYS_OF_WEEK = 7;

/** A day of the calendar, as the number of days since 1970-01-01. It lies in no zone yet. */
export type Day = number;

/** Days that follow each other, both ends included; an end that is not finite is open. */
export interface Span {
  readonly from: Day;
  readonly to: Day;
}

/** A day by its date. Months beyond 12 and days beyond the month go on with the next. @param month from 1 */
export function dayOf(year: number, month: number, day: number): Day {
  return startInUtc({ year, month, day }) / MS_OF_DAY;
}

/** The date of a day. */
export function dateOf(day: Day): { readonly year: number; readonly month: number; readonly day: number } {
  const date = new Date(day * MS_OF_DAY);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** Whether there is such a date. */
export function isDate(year: number, month: number, day: number): boolean {
  return dateOf(dayOf(year, month, day)).month === month && dateOf(dayOf(year, month, day)).day === day;
}

/** @param offset days after it */
export function daySpan(day: Day, offset = 0): Span {
  return { from: day + offset, to: day + offset };
}

/** The week of a day, Monday to Sunday (ISO 8601). @param offset weeks after it */
export function weekSpan(day: Day, offset = 0): Span {
  const monday = day - weekdayOf(day) + DAYS_OF_WEEK * offset;
  return { from: monday, to: monday + DAYS_OF_WEEK - 1 };
}

/** Saturday and Sunday of the week of a day. @param offset weeks after it */
export function weekendSpan(day: Day, offset = 0): Span {
  const { to } = weekSpan(day, offset);
  return { from: to - 1, to };
}

/** The month of a day. @param offset months after it */
export function monthSpan(day: Day, offset = 0): Span {
  const { year, month } = dateOf(day);
  return { from: dayOf(year, month + offset, 1), to: dayOf(year, month + offset + 1, 0) };
}

/** The year of a day. @param offset years after it */
export function yearSpan(day: Day, offset = 0): Span {
  const year = dateOf(day).year + offset;
  return { from: dayOf(year, 1, 1), to: dayOf(year, 12, 31) };
}

/** The same dates in the latest year in which they have begun. */
export function latestYear(span: Span, today: Day): Span {
  for (let back = -1; back <= 2; back++) {
    const moved = movedYears(span, -back);
    if (moved.from <= today) return moved;
  }
  return span;
}

/** The same dates so many years later. */
export function movedYears({ from, to }: Span, years: number): Span {
  const [begin, end] = [dateOf(from), dateOf(to + 1)];
  return {
    from: dayOf(begin.year + years, begin.month, begin.day),
    to: dayOf(end.year + years, end.month, end.day) - 1,
  };
}

/** Easter Sunday of the Gregorian calendar (Meeus, Astronomical Algorithms, 1991, chapter 8). */
export function easterOf(year: number): Day {
  const century = Math.floor(year / 100);
  const golden = year % 19;
  const corrected = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const epact = (19 * golden + century - Math.floor(century / 4) - corrected + 15) % 30;
  const rest = (32 + 2 * (century % 4) + 2 * Math.floor((year % 100) / 4) - epact - (year % 4)) % 7;
  const late = Math.floor((golden + 11 * epact + 22 * rest) / 451);
  const count = epact + rest - 7 * late + 114;
  return dayOf(year, Math.floor(count / 31), (count % 31) + 1);
}

/** 0 for Monday to 6 for Sunday. */
export function weekdayOf(day: Day): number {
  // 1970-01-01 was a Thursday.
  return (((day + 3) % DAYS_OF_WEEK) + DAYS_OF_WEEK) % DAYS_OF_WEEK;
}

/** There are some 600 zones, of which callers use a few. */
const MOST_FORMATS = 64;
const formats = new Map<string, Intl.DateTimeFormat>();

/** The day on the clocks of a zone at a moment. @param at epoch milliseconds */
export function dayIn(zone: string, at: number): Day {
  const parts = formatOf(zone).formatToParts(at);
  const part = (type: string) => Number(parts.find((each) => each.type === type)?.value);
  return dayOf(part('year'), part('month'), part('day'));
}

/** To make one takes many times as long as to use it. */
function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn', {
    timeZone: zone,
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    era: 'short',
  });
  if (formats.size >= MOST_FORMATS) formats.clear();
  formats.set(zone, format);
  return format;
}
