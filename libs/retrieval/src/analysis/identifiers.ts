/**
 * Whether a text may have an identifier: a capital inside a word, or a sign between letters or digits. The patterns below start where a word
 * starts, so that a hostile run of letters is read once.
 */
const MAYBE =
  /[a-z][A-Z]|[A-Z]{2}[a-z]{2}|[A-Za-z0-9][-_./:\\@#+~][A-Za-z0-9]|\+\d|[A-Za-z](?:\+\+|#)|\d[\s()]+\d/;
/** Parts joined by signs, without spaces: a path, a version, an address, a number of an article. */
const JOINED = /(?<![A-Za-z0-9])[A-Za-z0-9]+(?:[-_./:\\@#+~]+[A-Za-z0-9]+)+/g;
/** Of all joined parts these are identifiers; "well-known", "he/she" and "end.Next" are words, 3.5 and 10:30am numbers. */
const IDENTIFIER =
  /^(?!\d+[-.:/]\d+(?:am|pm)?$).*(?:\d|_|\\|@|::|(?:[/.:].*){2})|^[A-Za-z0-9-]+\.[a-z]{1,5}$/;
/** A capital inside a word: parseUserInput, HTTPServer. */
const CAMEL_CASE = /\b(?=[A-Za-z0-9]*(?:[a-z][A-Z]|[A-Z]{2}[a-z]{2}))[A-Za-z][A-Za-z0-9]*\b/g;
const CAMEL_PART = /[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+/g;
const SHORT_NAME = /\b[A-Za-z](?:\+\+|#)(?![\p{L}\p{N}])/gu;
/** Groups of digits with spaces, brackets or signs between: seven digits at the least, with which local telephone numbers begin. */
const DIGIT_GROUPS = /(?<!\d)\d+(?:[-\s()./]{1,3}\d+)+/g;
const TELEPHONE_DIGITS = { least: 7, most: 15 } as const;
const MAXIMAL_LENGTH = 64;

/**
 * Further words of the identifiers in a text: the whole identifier in lower case, the parts of a camel case name, and telephone numbers as
 * digits alone. Empty for nearly all texts, after one quick test.
 */
export function identifiersIn(text: string): string[] {
  if (!MAYBE.test(text)) return [];
  const joined = (text.match(JOINED) ?? []).filter((found) => IDENTIFIER.test(found));
  const names = text.match(SHORT_NAME) ?? [];
  const parts = (text.match(CAMEL_CASE) ?? []).flatMap((name) => name.match(CAMEL_PART) ?? []);
  const numbers = (text.match(DIGIT_GROUPS) ?? [])
    .map((found) => found.replace(/\D/g, ''))
    .filter(isTelephone);
  const whole = [...joined, ...names].filter((found) => found.length <= MAXIMAL_LENGTH);
  return [...whole, ...parts, ...numbers].map((found) => found.toLowerCase());
}

/** Whether a word is a whole identifier, which matches only exactly. */
export function isIdentifier(word: string): boolean {
  return /[-_./:\\@#+~]/.test(word);
}

function isTelephone(digits: string): boolean {
  return digits.length >= TELEPHONE_DIGITS.least && digits.length <= TELEPHONE_DIGITS.most;
}
