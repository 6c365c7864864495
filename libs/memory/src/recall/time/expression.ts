import type { Day, Span } from './calendar';
import type { Language } from './languages';

/** A question, as those who look for times in it see it. */
export interface ReadQuestion {
  readonly text: string;
  readonly language: Language;
  /** The day on which it is asked, where it is asked. */
  readonly today: Day;
}

/** Words of a question that name days. */
export interface Expression {
  /** Where they stand, as offsets [start, end) in UTF-16 code units. */
  readonly start: number;
  readonly end: number;
  readonly span: Span;
  /** Whether they name no year ("in March", "on 14 March"): those of other years may be meant. */
  readonly yearly?: boolean;
  /** With `yearly`: what they name so many years later, where it does not fall on the same dates. */
  readonly inOtherYear?: (years: number) => Span;
  /** Whether they name a day of the week only, which may be that of a week named beside. */
  readonly weekday?: boolean;
}

/** A pattern that finds words as whole words. Scripts without spaces have no words to be told apart. */
export function wholeWords(pattern: string, spaced: boolean): RegExp {
  return new RegExp(spaced ? `(?<![\\p{L}\\p{N}])(?:${pattern})(?![\\p{L}\\p{N}])` : pattern, 'giu');
}

/** Makes something for a language once: compiling patterns for each question takes longer than looking for them. */
export function onceFor<T>(make: (language: Language) => T): (language: Language) => T {
  const made = new Map<Language, T>();
  return (language) => {
    if (!made.has(language)) made.set(language, make(language));
    return made.get(language)!;
  };
}

/** A text in which no character has a meaning to a pattern; its spaces may be absent, or of another kind. */
export function literally(text: string): string {
  return text
    .replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
    .replace(/['’]/g, "['’]")
    .replace(/\s+/g, '\\s*');
}

/** A question names so many times at most; more are not looked at. */
const MOST_EXPRESSIONS = 6;

/** Of expressions that overlap the longest, of equals the first given; the longest few of them, in the order of the text. */
export function longest(expressions: readonly Expression[]): Expression[] {
  const kept: Expression[] = [];
  const byLength = [...expressions].sort((one, other) => other.end - other.start - (one.end - one.start));
  for (const each of byLength)
    if (
      kept.length < MOST_EXPRESSIONS &&
      kept.every(({ start, end }) => each.end <= start || each.start >= end)
    )
      kept.push(each);
  return kept.sort((one, other) => one.start - other.start);
}
