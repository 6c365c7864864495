import { type Day, type Span, weekdayOf } from './calendar';
import { type Expression, type ReadQuestion, wholeWords } from './expression';
import { isSpaced, type Language } from './languages';

/** Words that make of one time an open range, and of two a closed one. */
interface RangeWords {
  readonly since: string;
  readonly after: string;
  readonly before: string;
  readonly until: string;
  /** Between two times. */
  readonly and: string;
}

const RANGE_WORDS: Readonly<Partial<Record<Language, RangeWords>>> = {
  en: {
    since: 'since',
    after: 'after',
    before: 'before|prior to',
    until: 'until|till|up to|by',
    and: 'and|to|through|until|till',
  },
  de: { since: 'seit', after: 'nach', before: 'vor', until: 'bis', and: 'und|bis' },
  fr: { since: 'depuis', after: 'après', before: 'avant', until: "jusqu['’](?:en|au|à)", and: 'et|à|au' },
  es: { since: 'desde', after: 'después de', before: 'antes de', until: 'hasta', and: 'y|a|hasta' },
  it: {
    since: 'dal|da',
    after: 'dopo',
    before: 'prima di|prima del',
    until: 'fino a|fino al',
    and: 'e|a|al',
  },
  pt: { since: 'desde', after: 'depois de|após', before: 'antes de', until: 'até', and: 'e|a|até' },
  nl: { since: 'sinds', after: 'na', before: 'voor', until: 'tot', and: 'en|tot' },
  sv: { since: 'sedan', after: 'efter', before: 'före|innan', until: 'till', and: 'och|till' },
  pl: { since: 'od', after: 'po', before: 'przed', until: 'do', and: 'a|do|i' },
  ru: { since: 'с|со', after: 'после', before: 'до', until: 'по', and: 'и|до|по' },
  uk: { since: 'з|від', after: 'після', before: 'до', until: 'по', and: 'і|та|до|по' },
};
const NO_WORDS: RangeWords = { since: '(?!)', after: '(?!)', before: '(?!)', until: '(?!)', and: '(?!)' };
/** Some languages say them behind the time. */
const SUFFIXES: Readonly<Partial<Record<Language, Pick<RangeWords, 'since' | 'before' | 'after' | 'and'>>>> =
  {
    ja: {
      since: 'から(?!.*まで)|以来|以降',
      before: '以前|より前',
      after: '(?:より)?後|のあと',
      and: 'から|と',
    },
    zh: { since: '以来|以後|起', before: '以前|之前', after: '以后|之后', and: '到|至|和' },
    ko: { since: '부터|이후', before: '이전', after: '이후', and: '부터|에서|와|과' },
    tr: {
      since: "['’]?\\p{L}{2,3} beri",
      before: "['’]?\\p{L}{2,3} önce",
      after: "['’]?\\p{L}{2,3} sonra",
      and: 've|ile',
    },
  };
const DASH = '[-–—]';
/** A word of time that hangs on something else: "the weekend after the party". */
const HANGING = wholeWords(
  'after|before|following|nach|vor|après|avant|después de|antes de|dopo|prima',
  true,
);
const NEAR_ENOUGH = 24;

/** Expressions as they belong together: a day of a week, a range between two, an open range; without those that hang on something unknown. */
export function joinedExpressions(question: ReadQuestion, expressions: readonly Expression[]): Expression[] {
  return openRanges(question, closedRanges(question, daysOfWeeks(question, known(question, expressions))));
}

/** Without times of habits ("every Monday"), and those that depend on what is no time. */
function known({ text }: ReadQuestion, expressions: readonly Expression[]): Expression[] {
  return expressions.filter(({ start, end }, index) => {
    if (/\b(?:every|each|jeden|chaque|cada|ogni|elke)\s+$/iu.test(text.slice(Math.max(0, start - 10), start)))
      return false;
    const rest = text.slice(end, end + NEAR_ENOUGH);
    const next = (expressions[index + 1]?.start ?? Infinity) - end;
    HANGING.lastIndex = 0;
    const hanging = HANGING.exec(rest);
    return !(hanging && /^\s*$/.test(rest.slice(0, hanging.index)) && next > NEAR_ENOUGH);
  });
}

/** "Tuesday of last week": the day in that week. */
function daysOfWeeks({ text }: ReadQuestion, expressions: readonly Expression[]): Expression[] {
  const joined: Expression[] = [];
  for (const each of expressions) {
    const before = joined.at(-1);
    const gap = before ? text.slice(before.end, each.start) : '';
    const together = before && /^(?:\s*(?:of|de la|der|の|的)?\s*)$/iu.test(gap) ? [before, each] : [];
    const day = together.find(({ weekday }) => weekday);
    const week = together.find(({ span }) => span.to - span.from === 6);
    if (!before || !day || !week) joined.push(each);
    else {
      // The week beside a date may begin on another day than Monday.
      const { from } = week.span;
      const at = from + ((weekdayOf(day.span.from) - weekdayOf(from) + 7) % 7);
      joined[joined.length - 1] = { start: before.start, end: each.end, span: { from: at, to: at } };
    }
  }
  return joined;
}

/** "Between May and July", "from 3 to 7 June": all days from the first to the last. */
function closedRanges({ text, language }: ReadQuestion, expressions: readonly Expression[]): Expression[] {
  const { and } = SUFFIXES[language] ?? RANGE_WORDS[language] ?? NO_WORDS;
  const between = new RegExp(`^\\s*(?:${and}|${DASH})\\s*(?:the\\s+|el\\s+|den\\s+|den\\s+)?$`, 'iu');
  const opened =
    /(?:between|from|since|zwischen|von|vom|ab|entre|du|de|desde|del|tra|fra|dal|da|tussen|van|mellan|från|między|od|между|с|між|з)\s+(?:the\s+|el\s+|dem\s+|le\s+)?$/iu;
  const joined: Expression[] = [];
  for (const each of expressions) {
    const before = joined.at(-1);
    const isRange =
      before &&
      between.test(text.slice(before.end, each.start)) &&
      (!isSpaced(language) || opened.test(text.slice(Math.max(0, before.start - NEAR_ENOUGH), before.start)));
    const range = isRange ? rangeOf(before, each) : null;
    if (before && range) joined[joined.length - 1] = range;
    else joined.push(each);
  }
  return joined;
}

/** Both, in the year of the second where the first names none; null where they stand the wrong way around. */
function rangeOf(first: Expression, second: Expression): Expression | null {
  const from = first.yearly ? latestBefore(first.span, second.span.to) : first.span.from;
  const yearly = first.yearly && second.yearly;
  const span = { from, to: second.span.to };
  return from > span.to ? null : { start: first.start, end: second.end, span, ...(yearly && { yearly }) };
}

/** The beginning of a date that names no year, in the year that ends with a day. */
function latestBefore({ from }: Span, day: Day): Day {
  let latest = from;
  while (latest > day) latest -= 365;
  while (latest + 366 <= day) latest += 365;
  return latest;
}

/** "Since 2023", "before March", "until May": open at one end; what has begun ends today. */
function openRanges(question: ReadQuestion, expressions: readonly Expression[]): Expression[] {
  const { language, text, today } = question;
  const words = RANGE_WORDS[language] ?? NO_WORDS;
  const suffixes = SUFFIXES[language];
  return expressions.map((each) => {
    const before = text.slice(Math.max(0, each.start - NEAR_ENOUGH), each.start);
    const behind = text.slice(each.end, each.end + NEAR_ENOUGH);
    const says = (word: keyof RangeWords) =>
      precedes(words[word], before) || follows(suffixes?.[word as 'since'], behind);
    if (says('since')) return opened(each, { from: each.span.from, to: Math.max(today, each.span.to) });
    if (says('after')) return opened(each, { from: each.span.to + 1, to: Math.max(today, each.span.to + 1) });
    if (says('before')) return opened(each, { from: -Infinity, to: each.span.from - 1 });
    if (says('until')) return opened(each, { from: -Infinity, to: each.span.to });
    return each;
  });
}

function opened({ start, end }: Expression, span: Span): Expression {
  return { start, end, span };
}

function precedes(pattern: string, before: string): boolean {
  return new RegExp(
    `(?<!\\p{L})(?:${pattern})\\s+(?:the\\s+|el\\s+|la\\s+|le\\s+|dem\\s+|o\\s+)?$`,
    'iu',
  ).test(before);
}

function follows(pattern: string | undefined, behind: string): boolean {
  return pattern !== undefined && new RegExp(`^\\s*(?:${pattern})`, 'iu').test(behind);
}
