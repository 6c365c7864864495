/** How a key ends: as it is, or behind a separator with the mark of a version, a date, or a counter. */
export const KEY_SUFFIXES = ['none', 'version', 'date', 'counter'] as const;
export type KeySuffix = (typeof KEY_SUFFIXES)[number];

/** What a key is about, and how it ends. */
export interface KeyFamily {
  /** The key without its suffix. */
  readonly name: string;
  readonly suffix: KeySuffix;
}

const YEAR = '(?:19|20)\\d\\d';
const MONTH = '(?:0[1-9]|1[0-2])';
const DAY = '(?:0[1-9]|[12]\\d|3[01])';
/** What looks like a date is one, not a counter; each is looked for from the left, so that all of a date is found. */
const PATTERNS = (
  [
    ['version', '(?:v|ver|version|rev|revision)[-_.]?\\d{1,4}(?:\\.\\d{1,4}){0,3}'],
    ['date', `${YEAR}(?:[-.]${MONTH}(?:[-.]${DAY})?|${MONTH}${DAY}|-?q[1-4])?`],
    ['counter', '\\d{1,3}'],
  ] as const
).map(([suffix, pattern]) => [suffix, new RegExp(`[-_.:/#@](?:${pattern})$`, 'i')] as const);
const LETTER = /\p{L}/u;

/** The family of a key: `address`, `address-2`, `address:2024` and `address.v3` have one name. A suffix stands behind a name with a letter. */
export function familyOfKey(key: string): KeyFamily {
  for (const [suffix, pattern] of PATTERNS) {
    const name = key.slice(0, Math.max(0, key.search(pattern)));
    if (LETTER.test(name)) return { name, suffix };
  }
  return { name: key, suffix: 'none' };
}
