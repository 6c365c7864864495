import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { indexing } from '../fixtures/entries';
import type { RankResult } from '../ranking/rank-query';
import type { Evidence } from './evidence';
import { isAboveChance, relevanceOf } from './relevance';

const { entry, indexOf } = indexing((path) => readFileSync(path));

const NOTHING: Evidence = {
  words: 2,
  share: 0,
  score: 0,
  similarity: 0,
  memories: 100,
  speaker: 'none',
  isQuestion: false,
};

describe('the relevance of a hit', () => {
  it.each<[Partial<Evidence>, number]>([
    [{}, 0.0422],
    [{ similarity: 0.6, share: 1, score: 0.8 }, 0.8778],
    [{ similarity: 0.6, share: 1, score: 0.8, words: 6 }, 0.9621],
    [{ similarity: 0.6, share: 1, score: 0.8, memories: 100_000 }, 0.6434],
    [{ similarity: 0.6, share: 1, score: 0.8, speaker: 'named' }, 0.9353],
    [{ similarity: 0.6, share: 1, score: 0.8, speaker: 'other' }, 0.7051],
    [{ similarity: 0.6, share: 1, score: 0.8, isQuestion: true }, 0.5528],
    [{ similarity: 0.6 }, 0.1546],
    [{ words: 0, memories: 0 }, 0.0998],
  ])('of %j is %d', (evidence, expected) => {
    expect(relevanceOf({ ...NOTHING, ...evidence })).toBeCloseTo(expected, 3);
  });

  it('is above 0 and at most 1, and never falls with what speaks for it', () => {
    const evidence = fc.record<Evidence>({
      words: fc.nat(1_000),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
      score: fc.double({ min: 0, max: 3, noNaN: true }),
      similarity: fc.double({ min: -1, max: 1, noNaN: true }),
      memories: fc.nat(10_000_000),
      speaker: fc.constantFrom('named', 'other', 'none'),
      isQuestion: fc.boolean(),
    });
    const part = fc.constantFrom<'share' | 'score' | 'similarity'>('share', 'score', 'similarity');
    fc.assert(
      fc.property(evidence, part, (one, name) => {
        const relevance = relevanceOf(one);
        expect(relevance > 0 && relevance <= 1).toBe(true);
        expect(relevanceOf({ ...one, [name]: one[name] + 0.1 })).toBeGreaterThanOrEqual(relevance);
      }),
    );
  });

  it('stays above chance for what does, however many memories there are', () => {
    expect(isAboveChance({ ...NOTHING, similarity: 0.2 })).toBe(false);
    for (const memories of [1, 100, 1_000_000]) {
      expect(isAboveChance({ ...NOTHING, similarity: 0.3, memories })).toBe(true);
      expect(isAboveChance({ ...NOTHING, share: 0.5, memories })).toBe(true);
    }
  });

  it('is above chance where a misspelt word is all that fits', () => {
    expect(isAboveChance({ ...NOTHING, share: 0.15 })).toBe(true);
  });
});

const FACTS = [
  'The dentist moved my appointment to the ninth of June',
  'Our landlord wants the rent before the third day of each month',
  'Grandpa grows tomatoes and courgettes behind the shed',
  'The spare key hangs under the blue flower pot',
  'Leila is allergic to shellfish',
  'The staging database runs on port 5433',
  'We adopted a grey cat and named her Pepper',
  'Omar plays the cello in a string quartet',
  'The boiler was serviced by a plumber named Ruiz',
  'My passport expires in November 2031',
];
const ANSWERABLE = [
  'When is my dental appointment?',
  'When does the rent have to be paid?',
  'Which vegetables does grandpa grow?',
  'Where is the spare key?',
  'What is Leila allergic to?',
  'On which port does the staging database run?',
  'What is our cat called?',
  'Which instrument does Omar play?',
  'Who repaired the boiler?',
  'When does my passport run out?',
];
const UNANSWERABLE = [
  'How tall is the tower in Lisbon?',
  'Which wine goes with venison?',
  'What did the senator say about tariffs?',
  'How do I knit a scarf?',
  'Who directed the film about whales?',
  'What is the melting point of tungsten?',
  'Which bus goes to the stadium?',
  'How much snow fell in Oslo?',
  'What colour is the lighthouse?',
  'Who won the chess tournament?',
];
/** Nothing in these answers any of the questions. */
const FILLER = {
  who: [
    'The committee',
    'A courier',
    'The printer',
    'Our supplier',
    'The night shift',
    'A visitor',
    'The new intern',
    'The archive',
  ],
  does: ['approved', 'postponed', 'delivered', 'lost', 'labelled', 'scanned', 'returned', 'counted'],
  what: [
    'the invoices',
    'two crates',
    'the meeting notes',
    'a forklift',
    'the badges',
    'the pallets',
    'a contract',
    'the ledgers',
  ],
  when: [
    'on Monday',
    'after lunch',
    'without a word',
    'for the auditors',
    'by mistake',
    'as agreed',
    'in a hurry',
    'once more',
  ],
};

function fillerText(number: number): string {
  const { who, does, what, when } = FILLER;
  const of = (words: readonly string[], base: number) => words[Math.floor(number / base) % 8];
  return `${of(who, 1)} ${of(does, 8)} ${of(what, 64)} ${of(when, 512)}, note ${number}`;
}

describe.each([10, 16, 900, 6_000])('among %d memories', (size) => {
  const answered: { relevance: number; fits: boolean }[] = [];
  const vain: number[] = [];

  beforeAll(() => {
    const texts = [...FACTS, ...Array.from({ length: size - FACTS.length }, (_, place) => fillerText(place))];
    const index = indexOf(texts.map((text, place) => entry(`m${place + 1}`, text)));
    const rank = (text: string) => index.rank({ text, limit: 10 });
    const best = ({ hits }: RankResult) => hits[0]?.relevance ?? 0;
    for (const result of ANSWERABLE.map(rank)) answered.push({ relevance: best(result), fits: result.fits });
    vain.push(...UNANSWERABLE.map((text) => best(rank(text))));
  });

  it('tells questions with an answer from those without', () => {
    const pairs = answered.flatMap(({ relevance }) => vain.map((other) => relevance > other));
    expect(pairs.filter(Boolean).length / pairs.length).toBeGreaterThanOrEqual(0.97);
  });

  it('means the same: 0.3 keeps 9 of 10 questions with an answer, and 2 of 10 without', () => {
    expect(answered.filter(({ relevance }) => relevance >= 0.3).length).toBeGreaterThanOrEqual(9);
    expect(vain.filter((relevance) => relevance >= 0.3).length).toBeLessThanOrEqual(2);
  });

  it('finds something that fits every question with an answer', () => {
    expect(answered.map(({ fits }) => fits)).toEqual(ANSWERABLE.map(() => true));
  });
});

it.each(['what is it', 'Where was that?'])('%s has no word to look for, so anything may fit', (text) => {
  const index = indexOf(FACTS.map((fact, place) => entry(`m${place + 1}`, fact)));
  expect(index.rank({ text, limit: 10 }).fits).toBe(true);
});

it.each(['???', 'XKJQ-NOPE-7', 'volcano eruption', 'volcano', 'parliament'])('nothing fits %s', (text) => {
  const index = indexOf(FACTS.map((fact, place) => entry(`m${place + 1}`, fact)));
  expect(index.rank({ text, limit: 10 }).fits).toBe(false);
});
