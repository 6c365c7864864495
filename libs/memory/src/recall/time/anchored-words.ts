import { type Day, dayOf, easterOf } from './calendar';
import type { Language } from './languages';

/** What lies beside a date. */
export type AnchoredUnit = 'day' | 'week' | 'weekend' | 'month' | 'year';

/** Words that name a time by a date beside it, as patterns: "the weekend after 14 March", "two days before Christmas". */
export interface AnchoredWords {
  readonly units: Readonly<Record<AnchoredUnit, string>>;
  readonly after: string;
  readonly before: string;
  /** Whole phrases for the day after and the day before; the date follows. */
  readonly dayAfter?: string;
  readonly dayBefore?: string;
  /** What stands before a unit, and before a date. */
  readonly lead: string;
  readonly article: string;
  /** From 1. */
  readonly numbers: readonly string[];
  /** Feasts that the calendar resolves. */
  readonly feasts: readonly (readonly [name: string, day: (year: number) => Day])[];
}

const on =
  (month: number, day: number) =>
  (year: number): Day =>
    dayOf(year, month, day);

export const ANCHORED_WORDS: Readonly<Partial<Record<Language, AnchoredWords>>> = {
  en: {
    units: {
      day: 'days?|nights?|evenings?|mornings?',
      week: 'weeks?',
      weekend: 'week-?ends?',
      month: 'months?',
      year: 'years?',
    },
    after: 'after|following',
    before: 'before|preceding|prior to',
    lead: '(?:(?:on|over|at|during|in) )?(?:the )?',
    article: '(?:the )?',
    numbers: ['an?|one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'],
    feasts: [
      ['christmas eve', on(12, 24)],
      ['christmas(?: day)?|xmas', on(12, 25)],
      ['boxing day', on(12, 26)],
      ["new year['’]?s eve", on(12, 31)],
      ["new year(?:['’]?s)?(?: day)?", on(1, 1)],
      ["(?:st\\.? )?valentine['’]?s(?: day)?", on(2, 14)],
      ['halloween', on(10, 31)],
      ['good friday', (year) => easterOf(year) - 2],
      ['easter monday', (year) => easterOf(year) + 1],
      ['easter(?: sunday)?', easterOf],
    ],
  },
  de: {
    units: {
      day: 'tag(?:e[ns]?)?|abend|nacht|morgen',
      week: 'wochen?',
      weekend: 'wochenenden?',
      month: 'monat(?:e[ns]?|s)?',
      year: 'jahr(?:e[ns]?|s)?',
    },
    after: 'nach',
    before: 'vor',
    lead: '(?:(?:an|in|am|im) )?(?:(?:das|dem|den|der|die) )?',
    article: '(?:(?:dem|den|der) )?',
    numbers: ['eine?[mnr]?', 'zwei', 'drei', 'vier', 'fünf', 'sechs', 'sieben', 'acht', 'neun', 'zehn'],
    feasts: [
      ['heiligabend|heiligen? abend', on(12, 24)],
      ['weihnachten|weihnachtstag', on(12, 25)],
      ['silvester', on(12, 31)],
      ['neujahr(?:stag)?', on(1, 1)],
      ['valentinstag', on(2, 14)],
      ['nikolaus(?:tag)?', on(12, 6)],
      ['halloween', on(10, 31)],
      ['karfreitag', (year) => easterOf(year) - 2],
      ['ostermontag', (year) => easterOf(year) + 1],
      ['ostern|ostersonntag', easterOf],
    ],
  },
  fr: {
    units: {
      day: 'jours?|soirs?|nuits?',
      week: 'semaines?',
      weekend: 'week-?ends?',
      month: 'mois',
      year: 'ans?|années?',
    },
    after: "après|(?:qui (?:a |ont )?)?suiv(?:ant|i|it)|d['’]après",
    before: "avant|précédant|d['’]avant",
    dayAfter: 'lendemain (?:de|du)',
    dayBefore: 'veille (?:de|du)',
    lead: "(?:(?:à|pendant|durant) )?(?:(?:le|la|au) |l['’])?",
    article: "(?:(?:le|la|du) |l['’])?",
    numbers: ['une?', 'deux', 'trois', 'quatre', 'cinq', 'six', 'sept', 'huit', 'neuf', 'dix'],
    feasts: [
      ['noël', on(12, 25)],
      ['saint-sylvestre', on(12, 31)],
      ["nouvel an|jour de l['’]an", on(1, 1)],
      ['saint-valentin', on(2, 14)],
      ['toussaint', on(11, 1)],
      ['halloween', on(10, 31)],
      ['vendredi saint', (year) => easterOf(year) - 2],
      ['lundi de pâques', (year) => easterOf(year) + 1],
      ['pâques', easterOf],
    ],
  },
  es: {
    units: {
      day: 'días?|noches?|tardes?',
      week: 'semanas?',
      weekend: 'fin(?:es)? de semana',
      month: 'mes(?:es)?',
      year: 'años?',
    },
    after: '(?:después|luego) del?|siguientes? al?|posterior(?:es)? al?|tras',
    before: 'antes del?|anterior(?:es)? al?|previ[oa]s? al?',
    dayBefore: 'víspera del?',
    lead: '(?:(?:en|durante) )?(?:(?:el|la|al) )?',
    article: '(?:(?:el|la) )?(?:día )?(?:de )?',
    numbers: ['una?', 'dos', 'tres', 'cuatro', 'cinco', 'seis', 'siete', 'ocho', 'nueve', 'diez'],
    feasts: [
      ['nochebuena', on(12, 24)],
      ['navidad', on(12, 25)],
      ['nochevieja', on(12, 31)],
      ['año nuevo', on(1, 1)],
      ['(?:los )?reyes', on(1, 6)],
      ['san valentín', on(2, 14)],
      ['halloween', on(10, 31)],
      ['viernes santo', (year) => easterOf(year) - 2],
      ['domingo de pascua|pascua', easterOf],
    ],
  },
};
