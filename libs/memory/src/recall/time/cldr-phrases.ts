import { type Day, daySpan, monthSpan, type Span, weekdayOf, weekSpan, yearSpan } from './calendar';
import { type Expression, literally, onceFor, type ReadQuestion, wholeWords } from './expression';
import { isSpaced, type Language } from './languages';

/** So many days, weeks, months and years back are named with a number. */
const MOST_BACK = 30;
const UNITS = ['day', 'week', 'month', 'year'] as const;
type Unit = (typeof UNITS)[number];

const SPANS: Readonly<Record<Unit, (day: Day, offset: number) => Span>> = {
  day: daySpan,
  week: weekSpan,
  month: monthSpan,
  year: yearSpan,
};

/** Small numbers that stand as words in languages whose phrases chrono does not read; from 1. */
const SPELLED: Readonly<Partial<Record<Language, readonly string[]>>> = {
  es: ['un|una', 'dos', 'tres', 'cuatro', 'cinco', 'seis', 'siete', 'ocho', 'nueve', 'diez'],
  pt: ['um|uma', 'dois|duas', 'três', 'quatro', 'cinco', 'seis', 'sete', 'oito', 'nove', 'dez'],
  sv: ['en|ett', 'två', 'tre', 'fyra', 'fem', 'sex', 'sju', 'åtta', 'nio', 'tio'],
  pl: ['jeden', 'dwa|dwie', 'trzy', 'cztery', 'pięć', 'sześć', 'siedem', 'osiem'],
  tr: ['bir', 'iki', 'üç', 'dört', 'beş', 'altı', 'yedi', 'sekiz'],
  ja: ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'],
  zh: ['一', '两|二|兩', '三', '四', '五', '六', '七', '八', '九', '十'],
};

/** Phrases beside those of CLDR that are said as often. */
const OTHERS: Readonly<Partial<Record<Language, readonly (readonly [string, Unit, number])[]>>> = {
  en: [
    ['the day before yesterday', 'day', -2],
    ['day before yesterday', 'day', -2],
  ],
  de: [
    ['vorige Woche', 'week', -1],
    ['vergangene Woche', 'week', -1],
    ['gestern Abend', 'day', -1],
  ],
  es: [
    ['anoche', 'day', -1],
    ['antes de ayer', 'day', -2],
  ],
  ja: [
    ['去年', 'year', -1],
    ['おととい', 'day', -2],
    ['昨夜', 'day', -1],
    ['昨晩', 'day', -1],
    ['先々週', 'week', -2],
    ['先々月', 'month', -2],
    ['きのう', 'day', -1],
  ],
  ko: [
    ['저번 주', 'week', -1],
    ['지난해', 'year', -1],
    ['어젯밤', 'day', -1],
  ],
  pl: [['w ubiegłym tygodniu', 'week', -1]],
  zh: [
    ['上星期', 'week', -1],
    ['上个星期', 'week', -1],
    ['上週', 'week', -1],
    ['上個月', 'month', -1],
    ['昨晚', 'day', -1],
  ],
};

interface Phrases {
  readonly pattern: RegExp;
  /** All phrases, and words that begin others. */
  readonly beginnings: readonly string[];
  readonly meanings: ReadonlyMap<string, { readonly unit: Unit; readonly offset: number }>;
  readonly weekdays: { readonly pattern: RegExp; readonly names: readonly string[] };
}

/** Times by the phrases of CLDR, which Intl has for every language: "hace 3 días", "先週", "지난달", and the days of the week. */
export function cldrExpressions({ text, language, today }: ReadQuestion): Expression[] {
  const { pattern, meanings, weekdays } = phrasesOf(language);
  const relative = Array.from(text.matchAll(pattern)).flatMap((match) => {
    const meaning = meanings.get(plain(match[0]));
    return meaning ? [{ ...placeOf(match), span: SPANS[meaning.unit](today, meaning.offset) }] : [];
  });
  const named = Array.from(text.matchAll(weekdays.pattern), (match) => {
    const weekday = weekdays.names.indexOf(plain(match[0]));
    const back = (((weekdayOf(today) - weekday) % 7) + 7) % 7;
    return { ...placeOf(match), span: daySpan(today, -back), weekday: true };
  });
  return [...relative, ...named];
}

/** How many such phrases a text has. */
export function countPhrases(text: string, language: Language): number {
  return text.match(phrasesOf(language).pattern)?.length ?? 0;
}

/** What such phrases begin with. */
export function phraseBeginnings(language: Language): readonly string[] {
  return phrasesOf(language).beginnings;
}

function placeOf(match: RegExpExecArray): { start: number; end: number } {
  return { start: match.index, end: match.index + match[0].length };
}

const phrasesOf = onceFor(makePhrases);

function makePhrases(language: Language): Phrases {
  const meanings = new Map<string, { unit: Unit; offset: number }>();
  const sources = new Set<string>();
  const phrases: string[] = [];
  const numbers = [...(SPELLED[language] ?? []).flatMap((words) => words.split('|')), '\\d{1,2}'].join('|');
  const add = (phrase: string, unit: Unit, offset: number) => {
    if (meanings.has(plain(phrase))) return;
    meanings.set(plain(phrase), { unit, offset });
    phrases.push(phrase);
    // One pattern for all numbers: of thirty for each unit the search would take milliseconds.
    sources.add(literally(phrase).replace(/\d+/, `(?:${numbers})`));
  };
  const named = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  const counted = new Intl.RelativeTimeFormat(language, { numeric: 'always' });
  // What is past comes first: Hindi has one word for yesterday and tomorrow.
  for (const unit of UNITS) {
    for (let back = 0; back <= MOST_BACK; back++) {
      add(named.format(-back, unit), unit, -back);
      if (back === 0) continue;
      const phrase = counted.format(-back, unit);
      add(phrase, unit, -back);
      for (const word of SPELLED[language]?.[back - 1]?.split('|') ?? [])
        meanings.set(plain(phrase.replace(/\d+/, word)), { unit, offset: -back });
    }
    add(named.format(1, unit), unit, 1);
  }
  for (const [phrase, unit, offset] of OTHERS[language] ?? []) add(phrase, unit, offset);
  const names = weekdayNames(language);
  const found = (patterns: Iterable<string>) =>
    wholeWords([...patterns].sort((one, other) => other.length - one.length).join('|'), isSpaced(language));
  const weekdays = { pattern: found(names.map(literally)), names: names.map(plain) };
  const beginnings = [...phrases, ...(SPELLED[language] ?? []).flatMap((words) => words.split('|'))];
  return { pattern: found(sources), beginnings, meanings, weekdays };
}

function weekdayNames(language: Language): string[] {
  const format = new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' });
  // The fifth of January 1970 was a Monday.
  return Array.from({ length: 7 }, (_, weekday) => format.format((4 + weekday) * 86_400_000));
}

/** A phrase as it is compared: without spaces, in lower case, with straight apostrophes and Latin digits. */
function plain(phrase: string): string {
  return phrase
    .toLowerCase()
    .replace(/\s+/g, '')
    .replaceAll('’', "'")
    .replace(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0))
    .replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660));
}
