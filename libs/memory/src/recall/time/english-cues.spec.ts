import { casual } from 'chrono-node';
import { maySayTime } from './english-cues';

describe('an English question', () => {
  it.each([
    'Who called yesterday?',
    "What was in Monday's letter?",
    'Whom did I meet a couple of weeks ago?',
    'What did we do lastweek?',
    'Where were we on the week-end?',
    'Where do I live now?',
    'Who came first?',
    'What happened in 2023?',
    'Trips in Sept.',
    'What did we plan at noon?',
    'Where did we ski that winter?',
  ])('may say something of time: %s', (question) => {
    expect(maySayTime(question)).toBe(true);
  });

  it.each([
    'Which city is the capital of France?',
    "What's Ana's favourite tea?",
    'Who stood beside my sister?',
  ])('says nothing of it: %s', (question) => {
    expect(maySayTime(question)).toBe(false);
  });

  it('has a cue wherever chrono finds a time', () => {
    const units = ['second', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year'];
    const numbers = ['two', 'a few', 'several', 'a couple of', 'half an'];
    const phrases = [
      ...units.flatMap((unit) =>
        ['this', 'last', 'past', 'next', 'after this'].map((word) => `${word} ${unit}`),
      ),
      ...units.flatMap((unit) =>
        numbers.flatMap((number) => [`${number} ${unit}s ago`, `within ${number} ${unit}s`]),
      ),
      ...Array.from({ length: 7 }, (_, day) => new Date(Date.UTC(2024, 0, day + 1))).flatMap((date) =>
        (['long', 'short'] as const).map(
          (weekday) => `on ${date.toLocaleDateString('en', { weekday, timeZone: 'UTC' })}`,
        ),
      ),
      ...Array.from({ length: 12 }, (_, month) => new Date(Date.UTC(2024, month, 1))).flatMap((date) =>
        (['long', 'short'] as const).map(
          (month) => `in ${date.toLocaleDateString('en', { month, timeZone: 'UTC' })}`,
        ),
      ),
      ...[
        'now',
        'today',
        'tonight',
        'tomorrow',
        'overmorrow',
        'tmr',
        'yesterday',
        'last night',
        'this morning',
      ],
      ...['the end of the month', 'the twenty-first of May', 'the second of June'],
    ];
    const timed = phrases.filter((phrase) => casual.parse(phrase).length > 0);
    expect(timed.length).toBeGreaterThan(60);
    expect(timed.filter((phrase) => !maySayTime(phrase))).toEqual([]);
  });
});
