import { anchoredExpressions } from './anchored-expressions';
import { endOfDay, startOfDay } from '../../validation/day-bounds';
import { dateOf, type Day, dayIn, movedYears, type Span } from './calendar';
import { chronoExpressions } from './chrono-expressions';
import { cldrExpressions, countPhrases, phraseBeginnings } from './cldr-phrases';
import { maySayTime } from './english-cues';
import { type Expression, longest, type ReadQuestion } from './expression';
import { joinedExpressions } from './joined-expressions';
import { type Language, languageOf, LATIN_LANGUAGES } from './languages';
import { countMonths, monthNames, periodExpressions } from './period-expressions';
import { type TimeOrder, timeOrderOf } from './time-order';
import { PhraseStarts } from './word-starts';

/** Of a long text only the beginning and the end are read, so many characters each: chrono takes time of the second power and more. */
const READ_EACH = 300;
/** What a phrase of time tells of the language of a question, counted as words of it. */
const PHRASE = 2;
/** Dates without a year are looked for in so many years before, and in the next. */
const YEARS_BACK = 5;

const NO_TIME = { words: [], range: null, ranges: [], otherYears: [], order: null } as const;

/** When and where a question is asked. */
export interface Reference {
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
  /** A time zone of IANA. */
  readonly zone: string;
}

/** A stretch of time in milliseconds since the Unix epoch, both ends included; null: open. */
export interface TimeRange {
  readonly from: number | null;
  readonly to: number | null;
}

/** What a question says of time. */
export interface QuestionTime {
  /** The words that name times, as they stand. */
  readonly words: readonly string[];
  /** From the earliest to the latest of them; null where none is named. */
  readonly range: TimeRange | null;
  /** Each of them. */
  readonly ranges: readonly TimeRange[];
  /** The same dates in other years, where the words name none. */
  readonly otherYears: readonly TimeRange[];
  readonly order: TimeOrder | null;
  readonly zone: string;
}

/** Reads what a question says of time. Bounded for every text. */
export function readQuestionTime(question: string, { at, zone }: Reference): QuestionTime {
  const text = readable(question);
  const language = languageOf(text, evidenceIn(text));
  if (language === 'en' && !maySayTime(text)) return { ...NO_TIME, zone };
  const read: ReadQuestion = { text, language, today: dayIn(zone, at) };
  const named = [...cldrExpressions(read), ...chronoExpressions(read), ...periodExpressions(read)];
  const found = longest([...anchoredExpressions(read, named), ...named]);
  const expressions = joinedExpressions(read, found);
  const rangeOf = (span: Span) => inZone(span, zone);
  return {
    words: expressions.map(({ start, end }) => text.slice(start, end).trim()),
    range: expressions.length > 0 ? rangeOf(hullOf(expressions)) : null,
    ranges: expressions.map(({ span }) => rangeOf(span)),
    otherYears: expressions
      .filter(({ yearly }) => yearly)
      .flatMap((each) => otherYears(each, read.today).map(rangeOf)),
    order: timeOrderOf(text, language),
    zone,
  };
}

let starts: PhraseStarts<Language> | null = null;

/** How much of a text speaks for a language: its phrases of time and its months. */
function evidenceIn(text: string): (language: Language) => number {
  starts ??= LATIN_LANGUAGES.reduce(
    (all, each) => all.add(each, phraseBeginnings(each)).add(each, monthNames(each)),
    new PhraseStarts<Language>(),
  );
  const candidates = starts.kindsIn(text);
  return (each) =>
    candidates && !candidates.has(each) ? 0 : PHRASE * countPhrases(text, each) + countMonths(text, each);
}

/** The text with single spaces; of a long one the beginning and the end. */
function readable(question: string): string {
  const parts =
    question.length <= 2 * READ_EACH
      ? [question]
      : [question.slice(0, READ_EACH), question.slice(-READ_EACH)];
  return parts
    .join('\n')
    .normalize('NFC')
    .replace(/[^\S\n]+/g, ' ')
    .trim();
}

function otherYears({ span, inOtherYear }: Expression, today: Day): Span[] {
  const current = dateOf(today).year - dateOf(span.from).year;
  const years = Array.from({ length: YEARS_BACK + 2 }, (_, index) => current + 1 - index);
  return years
    .filter((offset) => offset !== 0)
    .map((offset) => inOtherYear?.(offset) ?? movedYears(span, offset));
}

function hullOf(expressions: readonly Expression[]): Span {
  return {
    from: Math.min(...expressions.map(({ span }) => span.from)),
    to: Math.max(...expressions.map(({ span }) => span.to)),
  };
}

function inZone({ from, to }: Span, zone: string): TimeRange {
  return {
    from: Number.isFinite(from) ? startOfDay(dateOf(from), zone) : null,
    to: Number.isFinite(to) ? endOfDay(dateOf(to), zone) : null,
  };
}
