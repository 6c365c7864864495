import { ANCHORED_WORDS, type AnchoredUnit, type AnchoredWords } from './anchored-words';
import {
  type Day,
  dateOf,
  daySpan,
  latestYear,
  monthSpan,
  movedYears,
  type Span,
  weekdayOf,
  weekSpan,
  yearSpan,
} from './calendar';
import { type Expression, onceFor, type ReadQuestion, wholeWords } from './expression';

const UNITS: readonly AnchoredUnit[] = ['day', 'weekend', 'week', 'month', 'year'];
/** What names a time beside a date takes so many characters at most. */
const LONGEST_LEAD = 60;
/** Of a question so many dates are looked beside. */
const MOST_ANCHORS = 12;
const SATURDAY = 5;
const DAYS_OF_WEEK = 7;

type Direction = 'after' | 'before';

/** How a time lies beside a date. */
type Beside = (anchor: Span) => Span;

interface Patterns {
  readonly words: AnchoredWords;
  /** Ends where the date begins. */
  readonly lead: RegExp;
  readonly feasts: readonly (readonly [RegExp, (year: number) => Day])[];
}

/**
 * Times that a date beside them resolves: "the weekend after 14 March", "two days before Christmas", "the Friday after the 3rd of May".
 * @param dates what else the question names
 */
export function anchoredExpressions(question: ReadQuestion, dates: readonly Expression[]): Expression[] {
  const patterns = patternsOf(question.language);
  if (!patterns) return [];
  const { words, lead, feasts } = patterns;
  const weekdays = dates.filter(({ weekday }) => weekday);
  const anchors = [...feastsOf(question, feasts), ...dates.filter(({ weekday }) => !weekday)]
    .filter(({ span }) => Number.isFinite(span.from) && Number.isFinite(span.to))
    .slice(0, MOST_ANCHORS);
  return anchors.flatMap((anchor) => {
    const first = Math.max(0, anchor.start - LONGEST_LEAD);
    const match = lead.exec(question.text.slice(first, anchor.start));
    const beside = match && besideOf(match, first, words, weekdays);
    return match && beside ? [resolved(anchor, first + match.index, beside)] : [];
  });
}

/** The time beside its date, and beside that of other years where it names none. */
function resolved(anchor: Expression, start: number, beside: Beside): Expression {
  const place = { start, end: anchor.end, span: beside(anchor.span) };
  if (!anchor.yearly) return place;
  const inOtherYear = (years: number) =>
    beside(anchor.inOtherYear?.(years) ?? movedYears(anchor.span, years));
  return { ...place, yearly: true, inOtherYear };
}

function besideOf(
  { index, groups = {} }: RegExpExecArray,
  offset: number,
  { numbers }: AnchoredWords,
  weekdays: readonly Expression[],
): Beside | null {
  const direction = groups.before || groups.dayBefore ? 'before' : 'after';
  if (groups.dayAfter || groups.dayBefore) return (anchor) => apart(anchor, direction, 'day', 1);
  const unit = UNITS.find((each) => groups[each]);
  if (unit) {
    const count = groups.number === undefined ? null : numberOf(groups.number, numbers);
    return (anchor) =>
      count === null ? next(anchor, direction, unit) : apart(anchor, direction, unit, count);
  }
  const end = offset + index + groups.lead!.length + groups.named!.length;
  const weekday = weekdays.find((each) => each.end === end);
  return weekday ? (anchor) => nextWeekday(anchor, direction, weekdayOf(weekday.span.from)) : null;
}

function numberOf(word: string, numbers: readonly string[]): number {
  if (/^\d/.test(word)) return Number(word);
  return 1 + numbers.findIndex((pattern) => new RegExp(`^(?:${pattern})$`, 'iu').test(word));
}

/** The first whole one after a date, or the last before it; a week is the seven days beside it. */
function next(anchor: Span, direction: Direction, unit: AnchoredUnit): Span {
  const sign = direction === 'after' ? 1 : -1;
  const day = sign > 0 ? anchor.to : anchor.from;
  if (unit === 'day') return daySpan(day, sign);
  if (unit === 'week') return sign > 0 ? { from: day + 1, to: day + 7 } : { from: day - 7, to: day - 1 };
  if (unit === 'month') return monthSpan(day, sign);
  if (unit === 'year') return yearSpan(day, sign);
  const { from } = nextWeekday(anchor, direction, sign > 0 ? SATURDAY : SATURDAY + 1);
  return sign > 0 ? { from, to: from + 1 } : { from: from - 1, to: from };
}

function nextWeekday({ from, to }: Span, direction: Direction, weekday: number): Span {
  const distance = (days: number) => ((days % DAYS_OF_WEEK) + DAYS_OF_WEEK) % DAYS_OF_WEEK || DAYS_OF_WEEK;
  return direction === 'after'
    ? daySpan(to, distance(weekday - weekdayOf(to)))
    : daySpan(from, -distance(weekdayOf(from) - weekday));
}

/** So many days, weeks, weekends, months or years from a date: the day, or the week, weekend, month or year around it. */
function apart(anchor: Span, direction: Direction, unit: AnchoredUnit, count: number): Span {
  const offset = direction === 'after' ? count : -count;
  const day = offset > 0 ? anchor.to : anchor.from;
  if (unit === 'day') return daySpan(day, offset);
  if (unit === 'week') return weekSpan(day, offset);
  if (unit === 'month') return monthSpan(day, offset);
  if (unit === 'year') return yearSpan(day, offset);
  const { from, to } = next(anchor, direction, 'weekend');
  const weeks = (offset - Math.sign(offset)) * DAYS_OF_WEEK;
  return { from: from + weeks, to: to + weeks };
}

/** Feasts of the latest year in which they have come; of the year that stands behind them. */
function feastsOf({ text, today }: ReadQuestion, feasts: Patterns['feasts']): Expression[] {
  return feasts.flatMap(([pattern, dayIn]) =>
    Array.from(text.matchAll(pattern)).flatMap((match): Expression[] => {
      const place = { start: match.index, end: match.index + match[0].length };
      const { year } = match.groups ?? {};
      if (year !== undefined) return [{ ...place, span: daySpan(dayIn(Number(year))) }];
      const latest = dateOf(latestYear(daySpan(dayIn(dateOf(today).year)), today).from).year;
      const inOtherYear = (years: number) => daySpan(dayIn(latest + years));
      return [{ ...place, span: inOtherYear(0), yearly: true, inOtherYear }];
    }),
  );
}

const patternsOf = onceFor((language): Patterns | null => {
  const words = ANCHORED_WORDS[language];
  if (!words) return null;
  const units = UNITS.map((unit) => `(?<${unit}>${words.units[unit]})`).join('|');
  const numbers = [...words.numbers, '\\d{1,2}'].join('|');
  const phrases = (['dayAfter', 'dayBefore'] as const)
    .flatMap((name) => (words[name] ? [`(?<${name}>${words[name]})`] : []))
    .map((pattern) => `|${pattern}`)
    .join('');
  // A word that is no unit may be a day of the week, which is looked up.
  const lead = new RegExp(
    `(?<![\\p{L}\\p{N}])(?<lead>${words.lead})(?:(?<named>(?:(?<number>${numbers}) )?(?:${units})|\\p{L}+) ` +
      `(?:(?<after>${words.after})|(?<before>${words.before}))${phrases}) ${words.article}$`,
    'iu',
  );
  const feasts = words.feasts.map(
    ([name, day]) =>
      [wholeWords(`(?:${name})(?: (?:of |de )?(?<year>(?:19|20)\\d\\d))?`, true), day] as const,
  );
  return { words, lead, feasts };
});
