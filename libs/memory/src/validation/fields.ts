import { z } from 'zod';
import { parseTime, UnreadableTime } from './parse-time';

/** A text of `min` to `max` characters, counted as Unicode code points as JSON Schema does. */
export function text(min: number, max: number) {
  return z
    .string()
    .refine((value) => hasLength(value, min, max), { error: `must have ${min} to ${max} characters` })
    .meta({ minLength: min, maxLength: max });
}

/**
 * The same of a name: a key, a tag, or the id of a user, an agent or a session. It is kept in the composed form of Unicode (NFC), so that
 * the spellings of one name are one name.
 */
function nameText(min: number, max: number) {
  return z
    .string()
    .normalize('NFC')
    .refine((value) => hasLength(value, min, max), { error: `must have ${min} to ${max} characters` })
    .meta({ minLength: min, maxLength: max });
}

/** Whether a text has `min` to `max` code points. */
export function hasLength(value: string, min: number, max: number): boolean {
  if (value.length < min || value.length > 2 * max) return false;
  return value.length <= max || [...value].length <= max;
}

/** The column is an `integer`. */
export const MAX_VERSION = 2_147_483_647;
export const memoryVersion = z.int().min(1).max(MAX_VERSION);

/** Seconds that a memory may live: ten years. */
const MAX_TTL_SECONDS = 10 * 365 * 86_400;
export const ttlSeconds = z.int().min(1).max(MAX_TTL_SECONDS);

export const NAMESPACE_PATTERN = /^[A-Za-z0-9_.:/-]{1,128}$/;

export const namespaceName = z
  .string()
  .regex(NAMESPACE_PATTERN, { error: 'must be 1 to 128 letters, digits or _ . : / -' });

/** Namespaces that one recall may ask. */
export const MAX_NAMESPACES = 16;

/** A namespace, or `org/*` for all that begin with `org/`. */
export const namespacePattern = z.string().regex(/^[A-Za-z0-9_.:/-]{1,128}(\/\*)?$/, {
  error: 'must be 1 to 128 letters, digits or _ . : / -, and may end in /*',
});

export const memoryKey = nameText(1, 512);
export const scopeId = nameText(1, 256);
export const memoryType = text(1, 64);
export const tags = z.array(nameText(1, 128)).max(64);

/** A time as `parseTime` reads it; parsed to milliseconds since the Unix epoch. */
export const time = z
  .union([z.number(), z.string()], {
    error: 'must be a time: ISO 8601, or seconds or milliseconds since 1970',
  })
  .meta({ type: 'string', format: 'date-time' })
  .transform((value, context) => {
    try {
      return parseTime(value);
    } catch (error) {
      if (!(error instanceof UnreadableTime)) throw error;
      context.addIssue({ code: 'custom', message: error.message });
      return z.NEVER;
    }
  });
