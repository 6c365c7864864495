import { z } from 'zod';

/** The years that Postgres and ISO 8601 write in the same way. */
export const EARLIEST_MS = Date.parse('0001-01-01T00:00:00Z');
export const LATEST_MS = Date.parse('9999-12-31T23:59:59.999Z');

const NUMERIC = /^[+-]?\d+(\.\d+)?$/;
const HAS_ZONE = /(Z|[+-]\d\d:?\d\d)$/i;
/** These know how many days each month has. */
const date = z.iso.date();
const dateTime = z.union([
  z.iso.datetime({ offset: true, local: true }),
  z.iso.datetime({ offset: true, local: true, precision: -1 }), // to the minute
]);

/**
 * Milliseconds since the Unix epoch of a time that a caller wrote, or null where it is none. A number, also as text, counts seconds;
 * other text is ISO 8601, in UTC where it names no zone. A space may stand for the `T`, as Python writes it.
 */
export function parseTime(value: number | string): number | null {
  if (typeof value === 'number') return Math.round(value * 1000);
  const written = value.trim();
  if (NUMERIC.test(written)) return Math.round(Number(written) * 1000);
  if (date.safeParse(written).success) return Date.parse(written);
  const iso = written.replace(/[ t]/, 'T').replace('z', 'Z');
  if (!dateTime.safeParse(iso).success) return null;
  const milliseconds = Date.parse(HAS_ZONE.test(iso) ? iso : `${iso}Z`);
  return Number.isNaN(milliseconds) ? null : milliseconds;
}
