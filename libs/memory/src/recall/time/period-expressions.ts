import {
  type Day,
  dateOf,
  dayOf,
  daySpan,
  isDate,
  latestYear,
  monthSpan,
  type Span,
  weekdayOf,
  weekendSpan,
  weekSpan,
  yearSpan,
} from './calendar';
import { type Expression, literally, onceFor, type ReadQuestion, wholeWords } from './expression';
import { isSpaced, type Language } from './languages';
import { LAST, SEASONS, THIS, WEEKENDS } from './period-words';

/** A number of four digits that is a year, and no amount, version or part of a date. */
const YEAR =
  /(?<![\p{L}\p{N}.,:/$€£#-])(?:19|20)\d\d(?=年|년|(?![\p{L}\p{N}%$€£°]|[.,:/-]\d|\s?(?:€|%|km|kg|usd|eur|euros?|dollars?|people|steps|miles|points)))/giu;
const YEAR_AND_MONTH = /(?<![\p{N}-])((?:19|20)\d\d)-(0[1-9]|1[0-2])(?![\p{N}-])/gu;
const QUARTER = /(?<!\p{L})Q([1-4])[ /-]?((?:19|20)\d\d)/giu;
/** Dates of Chinese, Japanese and Korean. */
const EAST_ASIAN = /(?:(\d{4})\s*[年년]\s*)?(?<!\d)(\d{1,2})\s*[月월](?:\s*(\d{1,2})\s*[日号號일])?/gu;
/** English months that are words of another kind too are months behind such a word only. */
const AMBIGUOUS = new Set(['may', 'march', 'august']);
const BEFORE_MONTH =
  /(?:^|\s)(?:in|of|since|until|till|during|from|between|before|after|by|and|to|last|this|next|late|early|mid|the month of)\s+$/i;

/** English seasons are that behind such a word only: "spring water", "I fall". */
const BEFORE_SEASON = /\b(?:in|since|until|during|over|before|after|next)(?: the)?\s$/i;

/** Months, years, quarters, seasons and weekends, and dates that name a month. */
export function periodExpressions(question: ReadQuestion): Expression[] {
  return [
    ...years(question),
    ...monthDates(question),
    ...eastAsianDates(question),
    ...seasons(question),
    ...weekends(question),
    ...thisWeek(question),
  ];
}

function years({ text }: ReadQuestion): Expression[] {
  const found = Array.from(text.matchAll(YEAR), (match) => ({
    ...placeOf(match),
    span: yearSpan(dayOf(Number(match[0]), 1, 1)),
  }));
  for (const match of text.matchAll(YEAR_AND_MONTH))
    found.push({ ...placeOf(match), span: monthSpan(dayOf(Number(match[1]), Number(match[2]), 1)) });
  for (const match of text.matchAll(QUARTER)) {
    const [year, first] = [Number(match[2]), 3 * Number(match[1]) - 2];
    found.push({ ...placeOf(match), span: { from: dayOf(year, first, 1), to: dayOf(year, first + 3, 0) } });
  }
  return found;
}

function monthDates({ text, language, today }: ReadQuestion): Expression[] {
  const { pattern, names } = monthsOf(language);
  return Array.from(text.matchAll(pattern)).flatMap((match) => {
    const { before, month: name, after, year } = match.groups ?? {};
    const day = before ?? after;
    if (
      language === 'en' &&
      AMBIGUOUS.has(name!.toLowerCase()) &&
      !day &&
      !year &&
      !isMonthAt(text, match.index)
    )
      return [];
    return dated(match, today, { year, month: names.get(name!.toLowerCase())!, day });
  });
}

/** How many months a text names. */
export function countMonths(text: string, language: Language): number {
  return text.match(monthsOf(language).pattern)?.length ?? 0;
}

/** The names of months, in all their forms. */
export function monthNames(language: Language): Iterable<string> {
  return monthsOf(language).names.keys();
}

function isMonthAt(text: string, index: number): boolean {
  return BEFORE_MONTH.test(text.slice(Math.max(0, index - 20), index));
}

function eastAsianDates({ text, today }: ReadQuestion): Expression[] {
  return Array.from(text.matchAll(EAST_ASIAN)).flatMap((match) => {
    const month = Number(match[2]);
    return month < 1 || month > 12 ? [] : dated(match, today, { year: match[1], month, day: match[3] });
  });
}

interface DateParts {
  readonly year: string | undefined;
  readonly month: number;
  readonly day: string | undefined;
}

/** A month, or a day of it; without a year the latest that has begun. */
function dated(match: RegExpExecArray, today: Day, { year, month, day }: DateParts): Expression[] {
  // A leap year, so that 29 February is a day.
  const named = year === undefined ? 2024 : Number(year);
  if (day !== undefined && !isDate(named, month, Number(day))) return [];
  const first = dayOf(year === undefined ? dateOf(today).year : named, month, Number(day ?? 1));
  const span = day === undefined ? monthSpan(first) : daySpan(first);
  if (year !== undefined) return [{ ...placeOf(match), span }];
  return [{ ...placeOf(match), span: latestYear(span, today), yearly: true }];
}

interface Months {
  readonly pattern: RegExp;
  readonly names: ReadonlyMap<string, number>;
}

/** The months of a language as CLDR names them, alone, in a date and with a year. */
const monthsOf = onceFor((language): Months => {
  const names = new Map<string, number>();
  const locale = `${language}-u-ca-gregory`;
  const forms = [{}, { day: 'numeric' }, { year: 'numeric' }] as const;
  for (const form of forms) {
    const format = new Intl.DateTimeFormat(locale, { month: 'long', timeZone: 'UTC', ...form });
    for (let month = 1; month <= 12; month++) {
      const name = format.formatToParts(Date.UTC(2024, month - 1, 1)).find(({ type }) => type === 'month');
      if (name && /\p{L}{2}/u.test(name.value)) addForms(names, language, name.value.toLowerCase(), month);
    }
  }
  // A language that numbers its months has none to look for.
  const month = [...names.keys()].sort((one, other) => other.length - one.length).map(literally);
  const pattern = wholeWords(
    `(?:(?<before>\\d{1,2})(?:st|nd|rd|th|er|\\.|º|°)?\\s+(?:de\\s+|of\\s+)?)?(?<month>${month.join('|') || '(?!)'})` +
      `(?:\\s+(?<after>\\d{1,2})(?:st|nd|rd|th)?(?![\\d:]))?(?:,?\\s+(?:de\\s+|del\\s+|of\\s+)?(?<year>(?:19|20)\\d\\d))?`,
    isSpaced(language),
  );
  return { pattern, names };
});

/** Endings that languages give to months behind "in". */
const IN_MONTH: Readonly<Partial<Record<Language, readonly (readonly [RegExp, string])[]>>> = {
  ru: [
    [/[ьй]$/u, 'е'],
    [/т$/u, 'те'],
  ],
  uk: [
    [/ень$/u, 'ні'],
    [/ий$/u, 'ому'],
    [/пад$/u, 'паді'],
  ],
  pl: [
    [/eń$/u, 'niu'],
    [/ień$/u, 'niu'],
    [/rzec$/u, 'rcu'],
    [/j$/u, 'ju'],
    [/iec$/u, 'cu'],
    [/ad$/u, 'adzie'],
    [/y$/u, 'ym'],
  ],
  fi: [[/kuu$/u, 'kuussa']],
};

function addForms(names: Map<string, number>, language: Language, name: string, month: number): void {
  names.set(name, month);
  for (const [ending, inMonth] of IN_MONTH[language] ?? [])
    if (ending.test(name)) names.set(name.replace(ending, inMonth), month);
}

const seasonPatterns = onceFor((language) =>
  SEASONS[language]?.map((word) =>
    wholeWords(
      `(?:(?<last>${LAST[language]})\\s*|(?<near>${THIS[language]})\\s*)?(?:${word})(?:\\s*(?<later>${LAST[language]}))?` +
        `(?:\\s+(?:of\\s+|de\\s+|del\\s+)?(?<year>(?:19|20)\\d\\d)(?!\\d))?`,
      isSpaced(language),
    ),
  ),
);

function seasons({ text, language, today }: ReadQuestion): Expression[] {
  return (seasonPatterns(language) ?? []).flatMap((around, season) =>
    Array.from(text.matchAll(around)).flatMap((match) => {
      const { last, later, near, year } = match.groups ?? {};
      if (year !== undefined) return [{ ...placeOf(match), span: seasonOf(Number(year), season) }];
      const isCertain = last !== undefined || later !== undefined || near !== undefined;
      if (language === 'en' && !isCertain && !BEFORE_SEASON.test(text.slice(0, match.index))) return [];
      const span = seasonNear(today, season, last !== undefined || later !== undefined, near !== undefined);
      return [{ ...placeOf(match), span, ...(!isCertain && { yearly: true }) }];
    }),
  );
}

/** Seasons of the north: whole months from March on, as meteorologists count them. */
function seasonOf(year: number, season: number): Span {
  const first = 3 + 3 * season;
  return { from: dayOf(year, first, 1), to: dayOf(year, first + 3, 0) };
}

function seasonNear(today: Day, season: number, ended: boolean, near: boolean): Span {
  const { year, month } = dateOf(today);
  // January and February belong to the winter that began the year before.
  const own = seasonOf(season === 3 && month < 3 ? year - 1 : year, season);
  if (near) return own;
  const isOver = (span: Span) => (ended ? span.to < today : span.from <= today);
  return [own, seasonOf(dateOf(own.from).year - 1, season)].find(isOver) ?? own;
}

const weekendPattern = onceFor((language) => {
  const words = WEEKENDS[language];
  if (!words) return null;
  const before = `(?<last>${LAST[language]})\\s*|(?<near>${THIS[language]})\\s*|(?<at>${words.at})\\s+`;
  return wholeWords(`(?:${before})(?:${words.name})(?:\\s*(?<later>${LAST[language]}))?`, isSpaced(language));
});

function weekends({ text, language, today }: ReadQuestion): Expression[] {
  const around = weekendPattern(language);
  if (!around) return [];
  return Array.from(text.matchAll(around)).map((match) => {
    const { last, later, near } = match.groups ?? {};
    const own = weekendSpan(today);
    const begun = weekdayOf(today) >= 5;
    if (near !== undefined) return { ...placeOf(match), span: own };
    const isBefore = last !== undefined || later !== undefined || !begun;
    return { ...placeOf(match), span: isBefore ? weekendSpan(today, -1) : own };
  });
}

const THIS_WEEK = wholeWords('(?:earlier |later )?(?:this|the current) week', true);

/** "This week" counts from Monday. */
function thisWeek({ text, language, today }: ReadQuestion): Expression[] {
  if (language !== 'en') return [];
  return Array.from(text.matchAll(THIS_WEEK), (match) => ({ ...placeOf(match), span: weekSpan(today) }));
}

function placeOf(match: RegExpExecArray): { start: number; end: number } {
  return { start: match.index, end: match.index + match[0].length };
}
