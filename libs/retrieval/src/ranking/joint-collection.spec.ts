import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { indexing } from '../fixtures/entries';
import { fixture } from '../fixtures/shipped-files';
import type { IndexEntry } from '../index/index-entry';
import { NamespaceIndex } from '../index/namespace-index';
import { RANKING_CONSTANTS } from './ranking-constants';
import type { RankQuery, RankResult } from './rank-query';

const { entry, indexOf } = indexing(readFileSync);
const languages = JSON.parse(fixture(readFileSync, 'languages.json')) as Record<
  string,
  { readonly memories: readonly string[] }
>;

let count = 0;
const memory = (text: string, fields: Partial<IndexEntry> = {}) => entry(`m${++count}`, text, fields);
const day = (date: string) => Date.parse(`${date}T12:00:00Z`);
const TALK = [
  'Mira: I bought a bicycle in Lisbon.',
  'Did you ride it home?',
  'No, the chain was broken, and I repaired it.',
];

/** Statements with newer versions, repetitions, sessions, speakers, times, belongings, and several languages. */
const memories: readonly IndexEntry[] = [
  ...['2026-01-03', '2026-03-10', '2026-06-21'].map((date, i) =>
    memory(`The rent of the flat is ${900 + 30 * i} euro.`, { occurredAt: day(date) }),
  ),
  ...[
    'The cat likes tuna',
    'The cat likes tuna!',
    'The cat really likes tuna.',
    'The cat still likes tuna.',
  ].map((text, i) => memory(text, { occurredAt: day(`2026-02-0${i + 1}`) })),
  ...['s1', 's2', 's3'].flatMap((sessionId, s) =>
    TALK.map((text, position) =>
      memory(`${text} ${['', 'Yesterday.', 'In summer.'][s]!}`, {
        ...{ sessionId, position, userId: s === 2 ? 'other' : null },
        ...{ speaker: position === 1 ? 'Jonas' : 'Mira', occurredAt: day(`2026-0${s + 4}-15`) },
      }),
    ),
  ),
  memory('Where is the key of the cabin?', { speaker: 'user' }),
  memory('The spare key of the cabin hangs behind the blue door.', { tags: ['cabin'] }),
  memory('The refrigerator hums at night.', { belongings: ['kitchen appliance', 'cabin'] }),
  memory('We walked to the lighthouse and saw seals.', { importance: 3 }),
  memory('Walking tours of the old harbour begin at noon.'),
  ...['de', 'es', 'ja'].flatMap((language) =>
    languages[language]!.memories.slice(0, 8).map((text) => memory(text)),
  ),
  ...languages.en!.memories.slice(0, 12).map((text) => memory(text)),
];

const QUESTIONS: readonly Omit<RankQuery, 'limit'>[] = [
  { text: 'How much is the rent of the flat?' },
  { text: 'How much is the rent of the flat?', history: false },
  {
    text: 'rent in March',
    time: { ranges: [[day('2026-03-01'), day('2026-03-31')]], otherYears: [], order: null },
  },
  { text: 'What was the first rent?', time: { ranges: [], otherYears: [], order: 'oldest' } },
  { text: 'What does the cat like?' },
  { text: 'What does the cat like?', diversity: 0.3 },
  { text: 'What did Mira buy in Lisbon?' },
  { text: 'Did Jonas repair the bycicle?' },
  { text: 'Where hangs the spare key of the cabbin?' },
  { text: 'cabin appliance for cooling food' },
  { text: 'strolling near a beacon' },
  { text: 'Wo ist der Schlüssel?' },
  { text: 'When does the train leave?' },
  { text: 'zebra xylophone' },
  { text: 'What does the cat like?', filter: { userId: 'other' } },
];

/** Memories of one session stay in one namespace. */
function split(places: readonly number[]): [NamespaceIndex, ...NamespaceIndex[]] {
  const placeOf = new Map<string, number>();
  const entries = new Map<number, IndexEntry[]>();
  for (const [i, each] of memories.entries()) {
    const session = each.sessionId ?? each.id;
    const place = placeOf.get(session) ?? places[i % places.length]!;
    placeOf.set(session, place);
    entries.set(place, [...(entries.get(place) ?? []), each]);
  }
  const [first, ...others] = [...entries.values()].map((each) => indexOf(each));
  return [first!, ...others];
}

const rounded = (value: number) => Math.round(value * 1e6) / 1e6;
/** What is answered, with numbers in six digits. */
const told = (result: RankResult) =>
  JSON.parse(
    JSON.stringify(result, (_, value: unknown) => (typeof value === 'number' ? rounded(value) : value)),
  ) as unknown;

describe('memories split over namespaces', () => {
  const together = indexOf(memories);
  const everySplit = fc.array(fc.nat({ max: 5 }), { minLength: memories.length, maxLength: memories.length });
  const constants = { ...RANKING_CONSTANTS, recencyWeight: 0.1, importanceWeight: 0.1 };

  it.each(QUESTIONS)('are ranked as in one for $text', (question) => {
    fc.assert(
      fc.property(everySplit, fc.boolean(), (places, exhaustive) => {
        const query = {
          ...question,
          limit: 30,
          explain: true,
          constants,
          now: day('2026-07-01'),
          exhaustive,
        };
        const asked = { ...query, workingMemoryIds: ['m1', 'm9', 'm20'] };
        expect(told(NamespaceIndex.rankTogether(split(places), asked))).toEqual(told(together.rank(asked)));
      }),
      { numRuns: 8 },
    );
  });

  it('find the answer among many in another', () => {
    const fact = 'The spare key of the cabin hangs behind the blue door.';
    const others = Array.from({ length: 300 }, (_, i) => memory(`Ben repaired thing ${i} after lunch.`));
    const large = indexOf([memory(fact), ...others]);
    const small = indexOf([memory('A spare hour is rare.')]);
    const { hits } = NamespaceIndex.rankTogether([small, large], {
      text: 'Where does the spare key of the cabin hang?',
      limit: 2,
    });
    expect(hits[0]!.score).toBeGreaterThan(2 * hits[1]!.score);
  });
});
