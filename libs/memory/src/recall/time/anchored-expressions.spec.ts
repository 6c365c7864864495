import fc from 'fast-check';
import { dateOf, dayOf, easterOf, weekdayOf } from './calendar';
import { readQuestionTime, type TimeRange } from './question-time';

/** A Monday. */
const at = Date.parse('2026-11-30T14:00:00Z');
const DAY = 86_400_000;
const read = (question: string) => readQuestionTime(question, { at, zone: 'UTC' });
const dateText = (end: number | null) => (end === null ? '' : new Date(end).toISOString().slice(0, 10));
const days = ({ from, to }: TimeRange) => `${dateText(from)}..${dateText(to)}`;
const one = (day: string) => `${day}..${day}`;

describe('a time beside a date', () => {
  it.each([
    // 14 March 2026 is a Saturday, and no weekend after itself.
    ['What did we do the weekend after 14 March?', '2026-03-21..2026-03-22'],
    ['What did we do over the weekend after 13 March?', '2026-03-14..2026-03-15'],
    ['What did we do on the weekend before 14 March?', '2026-03-07..2026-03-08'],
    ['Where were we two weekends after 13 March?', '2026-03-21..2026-03-22'],
    ['Who came the week before Christmas?', '2025-12-18..2025-12-24'],
    ['Who came in the week after 7 May 2024?', '2024-05-08..2024-05-14'],
    ['What did I eat two days after 3 May?', one('2026-05-05')],
    ['What did I eat 10 days before March 1, 2024?', one('2024-02-20')],
    ['Who called the day after 2024-02-28?', one('2024-02-29')],
    ['Who called the night before Christmas Eve 2023?', one('2023-12-23')],
    ['Whom did I meet on the Friday after 14 March?', one('2026-03-20')],
    ['Whom did I meet on the Monday before Easter 2024?', one('2024-03-25')],
    ['Where was I on Tuesday of the week before Christmas?', one('2025-12-23')],
    ['Who came a week after 14 March?', '2026-03-16..2026-03-22'],
    ['What did I spend the month before March 2024?', '2024-02-01..2024-02-29'],
    ['What did I spend three months after 14 March 2024?', '2024-06-01..2024-06-30'],
    ['Where did I live the year before 2020?', '2019-01-01..2019-12-31'],
    ["Who came the day after New Year's Eve?", one('2026-01-01')],
    ["What did we do the evening before Valentine's Day?", one('2026-02-13')],

    ['Was haben wir am Wochenende nach dem 14. März gemacht?', '2026-03-21..2026-03-22'],
    ['Wer war die Woche vor Weihnachten hier?', '2025-12-18..2025-12-24'],
    ['Was habe ich zwei Tage nach dem 3. Mai gegessen?', one('2026-05-05')],
    ['Wer hat am Tag vor Heiligabend angerufen?', one('2025-12-23')],
    ['Wen habe ich am Freitag nach Ostern getroffen?', one('2026-04-10')],
    ['Was haben wir in der Woche nach dem 7. Mai 2024 gemacht?', '2024-05-08..2024-05-14'],
    ['Wo war ich einen Monat vor dem 14. März 2024?', '2024-02-01..2024-02-29'],

    ["Qu'avons-nous fait le week-end après le 14 mars ?", '2026-03-21..2026-03-22'],
    ['Qui est venu la semaine avant Noël ?', '2025-12-18..2025-12-24'],
    ["Qu'est-ce que j'ai mangé deux jours après le 3 mai ?", one('2026-05-05')],
    ['Où étais-je le lendemain de Noël ?', one('2025-12-26')],
    ['Qui a appelé la veille du 14 mars ?', one('2026-03-13')],
    ['Qui est venu le week-end suivant le 14 mars 2024 ?', '2024-03-16..2024-03-17'],
    ['Qui avons-nous vu le vendredi après Pâques ?', one('2026-04-10')],

    ['¿Qué hicimos el fin de semana después del 14 de marzo?', '2026-03-21..2026-03-22'],
    ['¿Quién vino la semana antes de Navidad?', '2025-12-18..2025-12-24'],
    ['¿Qué comí dos días después del 3 de mayo?', one('2026-05-05')],
    ['¿Quién llamó la víspera de Navidad?', one('2025-12-24')],
    ['¿Dónde estuve el día siguiente al 14 de marzo?', one('2026-03-15')],
    ['¿Qué hicimos la semana anterior al 7 de mayo de 2024?', '2024-04-30..2024-05-06'],
    ['¿Con quién comí el viernes después de Pascua?', one('2026-04-10')],
  ])('is read in "%s"', (question, expected) => {
    expect(read(question).range && days(read(question).range!)).toBe(expected);
  });

  it.each([
    'What did we do the weekend after the wedding?',
    'Who came two days before the exam?',
    'Was war am Tag nach der Hochzeit?',
    'Qui est venu la semaine avant le mariage ?',
    '¿Quién vino dos días después de la boda?',
    'What do I do every Friday after Easter?',
  ])('is none beside what the calendar does not resolve: "%s"', (question) => {
    expect(read(question).range).toBeNull();
  });

  it('names the words that it was read from, and may be of another year', () => {
    const { words, otherYears } = read('What did we do the weekend after 14 March?');
    expect(words).toEqual(['the weekend after 14 March']);
    // In 2025 the 14th was a Friday.
    expect(otherYears.map(days)).toContain('2025-03-15..2025-03-16');
    expect(read('Who came the day after Easter?').otherYears.map(days)).toContain(one('2024-04-01'));
    expect(read('Who came the day after Easter 2024?').otherYears).toEqual([]);
  });

  it('lies on its side of the date, and next to it', () => {
    const sides = fc.constantFrom('after', 'before');
    const units = fc.constantFrom(['day', 1], ['week', 7], ['weekend', 8], ['Friday', 7]);
    fc.assert(
      fc.property(
        sides,
        units,
        fc.date({ min: new Date('1990-01-01'), max: new Date('2035-01-01'), noInvalidDate: true }),
        (side, [unit, most], date) => {
          const day = dateText(date.getTime());
          const { from, to } = read(`What happened the ${unit} ${side} ${day}?`).range!;
          const anchor = Date.parse(day);
          const gap = side === 'after' ? (from! - anchor) / DAY : Math.round((anchor - to!) / DAY);
          expect(gap).toBeGreaterThanOrEqual(side === 'after' ? 1 : 0);
          expect(gap).toBeLessThanOrEqual(most);
          if (unit === 'weekend') expect(weekdayOf(from! / DAY)).toBe(5);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('is bounded for 10,000 characters', () => {
    for (const part of ['the day after Easter ', 'two days before 3 May ', 'a b c d ', 'after Easter ']) {
      const began = performance.now();
      read(part.repeat(10_000 / part.length));
      expect(performance.now() - began).toBeLessThan(2_000);
    }
  });

  it.each(['1954-04-18', '1981-04-19', '2000-04-23', '2024-03-31', '2025-04-20', '2026-04-05', '2038-04-25'])(
    'knows the Easter of %s',
    (day) => {
      const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
      expect(dateOf(easterOf(year))).toEqual(dateOf(dayOf(year, month, date)));
    },
  );
});
