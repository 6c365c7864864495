import { readFileSync } from 'node:fs';
import { hitIds, indexing } from '../fixtures/entries';

const { entry, indexOf } = indexing((path) => readFileSync(path));
const DAY = 86_400_000;
const SPRING = Date.UTC(2026, 3, 1);
const OTHERS = [
  'The printer needs a new cartridge',
  'Yoga is on Thursdays',
  'The gate code is 4471',
  'Our team has six people',
  'The bakery has oat bread',
].map((text, index) => entry(`o${100 + index}`, text));

const PAIRS = [
  ['My favourite colour is blue.', 'My favourite colour is green.', 'What is my favourite colour?'],
  ['I live in Berlin.', 'I live in Madrid now.', 'Where do I live?'],
  ['The rent is 900 euros.', 'The rent is 960 euros.', 'How much is the rent?'],
  ['Ana works at Siemens.', 'Ana works at Bosch these days.', 'Where does Ana work?'],
  [
    'The router password is sunflower7.',
    'The router password was changed to tulip42.',
    'What is the router password?',
  ],
  ['Our office closes at six.', 'Our office closes at seven in summer.', 'When does our office close?'],
  ['The project lead is Marek.', 'The new project lead is Yuki.', 'Who leads the project?'],
] as const;

describe('what was said anew', () => {
  it.each(PAIRS)('comes before what it replaces: %s', (older, newer, question) => {
    const index = indexOf([...OTHERS, entry('a1', older), entry('a2', newer)]);
    const { hits } = index.rank({ text: question, limit: 10 });
    expect(hits.slice(0, 2)).toMatchObject([{ id: 'a2' }, { id: 'a1', older: true }]);
    expect(hits[0]).not.toHaveProperty('older');
    expect(hitIds(index, question, { history: false })).not.toContain('a1');
  });

  it('is what happened later, where that is known', () => {
    const [older, newer, question] = PAIRS[0];
    const index = indexOf([
      entry('a1', newer, { occurredAt: SPRING }),
      entry('a2', older, { occurredAt: SPRING - 90 * DAY }),
    ]);
    expect(hitIds(index, question)).toEqual(['a1', 'a2']);
  });

  it('does not count for another user or speaker', () => {
    const [older, newer, question] = PAIRS[1];
    const index = indexOf([entry('a1', older, { userId: 'ana' }), entry('a2', newer, { userId: 'bob' })]);
    expect(index.rank({ text: question, limit: 2 }).hits.some((hit) => hit.older)).toBe(false);
  });

  it('stays where a question asks for the past', () => {
    const [older, newer, question] = PAIRS[1];
    const index = indexOf([
      entry('a1', older, { occurredAt: SPRING }),
      entry('a2', newer, { occurredAt: SPRING + 90 * DAY }),
    ]);
    const past = { ranges: [[SPRING - DAY, SPRING + DAY]], otherYears: [], order: null } as const;
    expect(hitIds(index, question, { time: past, history: false })).toEqual(['a1', 'a2']);
  });

  it('explains what its place added: the parts are the score', () => {
    const [older, newer, question] = PAIRS[3];
    const index = indexOf([...OTHERS, entry('a1', older), entry('a2', newer)]);
    for (const { score, explanation } of index.rank({ text: question, limit: 5, explain: true }).hits) {
      const { hints, order = 0, ...parts } = explanation!;
      const sum = [...Object.values(hints), ...Object.values(parts), order].reduce(
        (all, part) => all + part,
        0,
      );
      expect(sum).toBeCloseTo(score, 9);
    }
  });
});

describe('one thing in many wordings', () => {
  const WORDINGS = [
    'I take my coffee with oat milk.',
    'Oat milk in my coffee, always.',
    'I prefer oat milk in coffee.',
    'Please put oat milk in my coffee.',
    'Coffee with oat milk is what I like.',
    'I want oat milk in my coffee.',
    'I usually have oat milk with my coffee.',
  ];
  const wordings = (fields: (index: number) => object = () => ({})) =>
    WORDINGS.map((text, index) => entry(`w${index + 1}`, text, fields(index)));
  const taken = (index: ReturnType<typeof indexOf>, more = {}) =>
    hitIds(index, 'How do I take my coffee?', more).filter((id) => id.startsWith('w')).length;

  it('takes two places, or all without diversity', () => {
    const index = indexOf([...OTHERS, ...wordings()]);
    expect(taken(index)).toBe(2);
    expect(taken(index, { diversity: 0 })).toBe(WORDINGS.length);
  });

  it('stays in the list behind the others, where it was said on other days', () => {
    const index = indexOf([...OTHERS, ...wordings((day) => ({ occurredAt: SPRING + day * DAY }))]);
    expect(taken(index)).toBe(WORDINGS.length);
  });
});
