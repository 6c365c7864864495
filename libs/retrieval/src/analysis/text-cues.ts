/**
 * Circumstances of a text or question that the ranking reacts to. Only English wording is recognised; other texts
 * simply have no cues.
 */

const MONTHS = [
  ...['january', 'february', 'march', 'april', 'may', 'june'],
  ...['july', 'august', 'september', 'october', 'november', 'december'],
];
const WEEK_IN_MILLISECONDS = 7 * 24 * 60 * 60 * 1000;

const MONTH = new RegExp(`\\b(?:${MONTHS.join('|')})\\b`, 'i');
const YEAR = /\b(?:19|20)\d\d\b/;
const ASKS_FOR_TIME = /\bwhen\b|\bhow long\b|\b(?:what|which) (?:year|month|day|date|time)\b/i;

// Without "may", which is a verb far more often than a month.
const TEMPORAL_EXPRESSION = new RegExp(
  '\\b(?:yesterday|today|tonight|tomorrow|last|next|just|since|recently|soon|ago|week|month|year|weekend|' +
    'monday|tuesday|wednesday|thursday|friday|saturday|sunday|' +
    `${MONTHS.filter((month) => month !== 'may').join('|')}|\\d{1,2}(?:st|nd|rd|th)|(?:19|20)\\d\\d)\\b`,
  'i',
);

/** Chat exports append what was attached: "Look! [image: a dog]". The text before it decides whether it is a question. */
const ATTACHMENT_AT_END = /\[[^[\]]*\]$/;
const SHORT_QUESTION_WORDS = 24;

/** Whether a text says when something happens or happened. */
export function hasTemporalExpression(text: string): boolean {
  return TEMPORAL_EXPRESSION.test(text);
}

/** Whether a text is a question of at most 24 words, which rarely answers another question. */
export function isShortQuestion(text: string): boolean {
  if (!text.trimEnd().replace(ATTACHMENT_AT_END, '').trimEnd().endsWith('?')) return false;
  return text.split(/\s+/).length <= SHORT_QUESTION_WORDS;
}

/** Whether a question asks for a point or span of time. */
export function asksForTime(question: string): boolean {
  return ASKS_FOR_TIME.test(question);
}

/** A month (0 is January), a year or both, as named in a question. */
export interface NamedDate {
  readonly month: number | null;
  readonly year: number | null;
}

/** The first month and the first year that a question names; null if it names neither. */
export function namedDate(question: string): NamedDate | null {
  const month = MONTH.exec(question)?.[0].toLowerCase();
  const year = YEAR.exec(question)?.[0];
  if (month === undefined && year === undefined) return null;
  return {
    month: month === undefined ? null : MONTHS.indexOf(month),
    year: year === undefined ? null : Number(year),
  };
}

/**
 * Whether a moment lies in the named month and year (UTC). The week after the month counts too, since people
 * speak of a month's last days when the next has begun; the year has to be the same.
 *
 * @param moment epoch milliseconds
 */
export function matchesDate(moment: number, date: NamedDate): boolean {
  if (date.year !== null && new Date(moment).getUTCFullYear() !== date.year) return false;
  return (
    date.month === null ||
    new Date(moment).getUTCMonth() === date.month ||
    new Date(moment - WEEK_IN_MILLISECONDS).getUTCMonth() === date.month
  );
}
