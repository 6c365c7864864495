import * as chrono from 'chrono-node';
import * as arabic from 'chrono-node/ar';
import * as indonesian from 'chrono-node/id';
import * as vietnamese from 'chrono-node/vi';
import { type Day, dayOf, daySpan, latestYear, monthSpan, type Span, weekSpan, yearSpan } from './calendar';
import type { Expression, ReadQuestion } from './expression';
import type { Language } from './languages';

type Reader = Pick<chrono.Chrono, 'parse'>;

const READERS: Readonly<Partial<Record<Language, Reader>>> = {
  en: chrono.casual,
  de: chrono.de.casual,
  fr: chrono.fr.casual,
  es: chrono.es.casual,
  it: chrono.it.casual,
  pt: chrono.pt.casual,
  nl: chrono.nl.casual,
  sv: chrono.sv.casual,
  fi: chrono.fi.casual,
  ru: chrono.ru.casual,
  uk: chrono.uk.casual,
  ja: chrono.ja.casual,
  zh: chrono.zh.casual,
  ar: arabic.casual,
  id: indonesian.casual,
  vi: vietnamese.casual,
};

const NUMBER = /\p{N}+/gu;
/** A text of more numbers is no question of a time. For "1h 1h 1h" chrono takes time of the third power, in Dutch 5 s for 600 characters. */
const MOST_NUMBERS = 12;
/** A unit reckoned from today: chrono then knows the day, but means the week, the month or the year around it. */
const RELATIVE = 'result/relativeDate';
/** "The past week", "last 3 months", "letzten zwei Wochen": all days until today. */
const UNTIL_TODAY =
  /(?:^|\s)past\s|(?:^|\s)(?:last|previous|letzt\p{L}*|vergangen\p{L}*|derni\p{L}*|últim\p{L}*|ultim\p{L}*|afgelopen|laatste|последн\p{L}*)\s+(?:\d+|\p{L}+)\s+\p{L}/iu;
/** What lies ahead is meant by these only. */
const AHEAD =
  /^(?:on )?(?:this|next|coming)\s|nächst|kommend|prochain|próxim|prossim|volgend|komend|следующ/iu;
/** Abbreviations that are words of their own ("sat", "mar"), and what names no day by itself. */
const NO_DAY =
  /^(?:sun|mon|tues?|wed|thurs?|fri|sat|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|may|march|now|maintenant|jetzt|ahora|adesso|agora|nu|сейчас|зараз)\.?$/i;
/** An offset from something that is no time: "3 days before" the move. */
const OFFSET = /\b(?:before|after|from|later|earlier|prior)$/i;
/** A part of today. */
const THIS_PART = /^this (?:morning|afternoon|evening|noon)$/i;
const WEEKEND = /week-?end|wochenende/i;

/** Times as chrono-node reads them, as whole days, weeks, months and years. */
export function chronoExpressions({ text, language, today }: ReadQuestion): Expression[] {
  const reader = READERS[language];
  if (!reader || (text.match(NUMBER)?.length ?? 0) > MOST_NUMBERS) return [];
  // Noon, so that no clock change of the process moves the day.
  const instant = new Date((today + 0.5) * 86_400_000);
  return reader.parse(text, { instant, timezone: 0 }).flatMap((result) => {
    const words = result.text;
    if (NO_DAY.test(words) || OFFSET.test(words) || WEEKEND.test(words)) return [];
    const first = spanOf(result.start, result);
    const last = result.end ? spanOf(result.end, result) : first;
    if (!first || !last) return [];
    const place = { start: result.index, end: result.index + words.length };
    return [{ ...place, ...settled(result, { from: first.from, to: last.to }, today) }];
  });
}

/** The whole day, week, month or year that chrono knows; null for a time of the day alone. */
function spanOf(parts: chrono.ParsedComponents, result: chrono.ParsedResult): Span | null {
  const day = dayOf(parts.get('year')!, parts.get('month')!, parts.get('day')!);
  const knows = (component: chrono.Component) => parts.isCertain(component);
  if (knows('weekday') || (knows('day') && knows('hour'))) return daySpan(day);
  if (knows('day')) return result.tags().has(RELATIVE) ? weekSpan(day) : daySpan(day);
  if (knows('month')) return monthSpan(day);
  if (knows('year')) return yearSpan(day);
  return THIS_PART.test(result.text) ? daySpan(day) : null;
}

/** The span in the right year or week: a date without a year, or a day of the week, is the latest that has come, unless the words look ahead. */
function settled(result: chrono.ParsedResult, span: Span, today: Day): Omit<Expression, 'start' | 'end'> {
  const { start, end, text } = result;
  if (result.tags().has(RELATIVE) && UNTIL_TODAY.test(text)) return { span: { from: span.from, to: today } };
  const certain = (component: chrono.Component) =>
    start.isCertain(component) || (end?.isCertain(component) ?? false);
  if (certain('year') || THIS_PART.test(text)) return { span };
  const ahead = AHEAD.test(text);
  if (start.isCertain('weekday')) {
    const back = span.to > today && !ahead ? 7 : 0;
    return { span: { from: span.from - back, to: span.to - back }, weekday: true };
  }
  return { span: ahead ? span : latestYear(span, today), yearly: true };
}
