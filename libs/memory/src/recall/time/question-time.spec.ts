import { readQuestionTime, type TimeRange } from './question-time';

/** A Monday. */
const at = Date.parse('2026-11-30T14:00:00Z');
const read = (question: string, zone = 'UTC') => readQuestionTime(question, { at, zone });
const days = ({ from, to }: TimeRange) =>
  [from, to].map((end) => (end === null ? '' : new Date(end).toISOString().slice(0, 10))).join('..');

describe('the times of a question', () => {
  it.each([
    ['Who called yesterday?', '2026-11-29..2026-11-29'],
    ['Who called the day before yesterday?', '2026-11-28..2026-11-28'],
    ['Who calls today?', '2026-11-30..2026-11-30'],
    ['What did we cook this morning?', '2026-11-30..2026-11-30'],
    ['Whom did I meet two days ago?', '2026-11-28..2026-11-28'],
    ['Whom did I meet last Tuesday?', '2026-11-24..2026-11-24'],
    ['Whom did I meet on Friday?', '2026-11-27..2026-11-27'],
    ['Whom did I meet on Tuesday of last week?', '2026-11-24..2026-11-24'],
    ['What happened last week?', '2026-11-23..2026-11-29'],
    ['What happened earlier this week?', '2026-11-30..2026-12-06'],
    ['What did we do over the weekend?', '2026-11-28..2026-11-29'],
    ['What did I spend last month?', '2026-10-01..2026-10-31'],
    ['What did I spend in the last 3 months?', '2026-08-01..2026-11-30'],
    ['Where was I in March 2024?', '2024-03-01..2024-03-31'],
    ['Where was I in 2024-03?', '2024-03-01..2024-03-31'],
    ['Where was I on 14 March?', '2026-03-14..2026-03-14'],
    ['Where was I in December?', '2025-12-01..2025-12-31'],
    ['What happened on 7 May 2023?', '2023-05-07..2023-05-07'],
    ['What happened on May 7, 2023?', '2023-05-07..2023-05-07'],
    ['What happened in 2023?', '2023-01-01..2023-12-31'],
    ['What happened in Q1 2024?', '2024-01-01..2024-03-31'],
    ['What happened last year?', '2025-01-01..2025-12-31'],
    ['Where did we swim this summer?', '2026-06-01..2026-08-31'],
    ['Where did we ski last winter?', '2025-12-01..2026-02-28'],
    ['Trips between May and July', '2026-05-01..2026-07-31'],
    ['Trips between 3 May and 10 June 2024', '2024-05-03..2024-06-10'],
    ['Where have I worked since 2023?', '2023-01-01..2026-11-30'],
    ['Where did I work before 2022?', '..2021-12-31'],
    ['What do I have next week?', '2026-12-07..2026-12-13'],
  ])('reads "%s"', (question, expected) => {
    expect(days(read(question).range!)).toBe(expected);
  });

  it.each([
    ['Was haben wir gestern gegessen?', '2026-11-29..2026-11-29'],
    ['Wer war seit 2023 hier?', '2023-01-01..2026-11-30'],
    ["Qu'avons-nous fait la semaine dernière ?", '2026-11-23..2026-11-29'],
    ["Où étais-je l'été dernier ?", '2026-06-01..2026-08-31'],
    ['¿Con quién comí hace dos días?', '2026-11-28..2026-11-28'],
    ['¿Dónde estuve en marzo de 2024?', '2024-03-01..2024-03-31'],
    ['Che cosa abbiamo fatto ieri?', '2026-11-29..2026-11-29'],
    ['O que fizemos na semana passada?', '2026-11-23..2026-11-29'],
    ['Wat hebben we vorige maand gedaan?', '2026-10-01..2026-10-31'],
    ['Co robiliśmy w zeszłym tygodniu?', '2026-11-23..2026-11-29'],
    ['Dün kiminle yemek yedim?', '2026-11-29..2026-11-29'],
    ['Что мы делали в марте 2024 года?', '2024-03-01..2024-03-31'],
    ['先週の火曜日に誰と会いましたか', '2026-11-24..2026-11-24'],
    ['上周我和谁吃饭', '2026-11-23..2026-11-29'],
    ['지난달에 누구를 만났나요', '2026-10-01..2026-10-31'],
    ['مع من تغديت أمس', '2026-11-29..2026-11-29'],
    ['मैं कल किससे मिला', '2026-11-29..2026-11-29'],
    ['เมื่อวานฉันพบใคร', '2026-11-29..2026-11-29'],
  ])('reads "%s"', (question, expected) => {
    expect(days(read(question).range!)).toBe(expected);
  });

  it.each([
    'Where did I live before the move?',
    'What did we do the weekend after the wedding?',
    'What did she say three days before the exam?',
    'What do I do every Monday?',
    'May I park here?',
    'Did the toddlers march along?',
    'Who sat beside my sister?',
    'How much is 2000 euros?',
    'Wer war hier?',
    'Where is the spring water?',
  ])('finds none in "%s"', (question) => {
    expect(read(question).range).toBeNull();
  });

  it.each([
    ['Who was my most recent guest?', 'newest'],
    ['What is my current job?', 'newest'],
    ['When did I last see Ana?', 'newest'],
    ['Wo wohne ich jetzt?', 'newest'],
    ['我现在住在哪里', 'newest'],
    ['What was my first job?', 'oldest'],
    ['Where did we originally live?', 'oldest'],
    ['What is my first name?', null],
    ['Whom did I see last week?', null],
  ])('of several answers "%s" wants the %s', (question, order) => {
    expect(read(question).order).toBe(order);
  });

  it('takes the days of the zone', () => {
    const { range, words } = readQuestionTime('What happened yesterday?', {
      at: Date.parse('2026-03-29T23:30:00Z'),
      zone: 'Europe/Berlin',
    });
    expect(words).toEqual(['yesterday']);
    // It is the 30th there, and the 29th had 23 hours.
    expect(range).toEqual({
      from: Date.parse('2026-03-28T23:00:00Z'),
      to: Date.parse('2026-03-29T21:59:59.999Z'),
    });
  });

  it('has the same dates of other years, where none is named', () => {
    const { otherYears } = read('Where was I on 14 March?');
    expect(otherYears.map(days)).toContain('2024-03-14..2024-03-14');
    expect(read('Where was I on 14 March 2026?').otherYears).toEqual([]);
  });

  it.each(['1h ', 'May 5, ', '2 days ago ', 'два дня ', '1月', ' ', "did ''", 'wat hebben we 1h '])(
    'is bounded for 10,000 characters of "%s"',
    (part) => {
      const began = performance.now();
      read(part.repeat(10_000).slice(0, 10_000));
      expect(performance.now() - began).toBeLessThan(2_000);
    },
  );
});
