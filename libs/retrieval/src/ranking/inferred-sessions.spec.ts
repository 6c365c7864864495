import { readFileSync } from 'node:fs';
import { hitIds, indexing } from '../fixtures/entries';
import type { IndexEntry } from '../index/index-entry';
import { RANKING_CONSTANTS } from './ranking-constants';

const { entry, indexOf } = indexing(readFileSync);

const MINUTE = 60_000;
const START = Date.UTC(2025, 5, 3, 9);
const wordsOnly = { ...RANKING_CONSTANTS, denseWeight: 0, sessionShare: 0 };

/** Two turns of which only the second has the rarer word asked for, and where and when they were stored. */
function turns(first: Partial<IndexEntry>, second: Partial<IndexEntry>): IndexEntry[] {
  return [
    entry('m1', 'Shall we wait for the others?', { createdAt: START, ...first }),
    entry('m2', 'The cello', { createdAt: START, ...second }),
  ];
}

const QUESTION = 'Who waits for the cello?';

/** How much of the question the first of two turns has, with what the second lends it. */
const coverage = (index: ReturnType<typeof indexOf>, id = 'm1') =>
  index.rank({ text: QUESTION, limit: 10, explain: true }).hits.find((hit) => hit.id === id)?.explanation
    ?.lexical ?? 0;
const ALONE = coverage(indexOf(turns({ createdAt: 0 }, {}), wordsOnly));

describe('turns without a session', () => {
  it.each<[string, boolean, Partial<IndexEntry>, Partial<IndexEntry>]>([
    ['stored at once', true, {}, {}],
    ['stored minutes apart', true, {}, { createdAt: START + 29 * MINUTE }],
    ['stored after a pause', false, {}, { createdAt: START + 31 * MINUTE }],
    ['of one user', true, { userId: 'u' }, { userId: 'u' }],
    ['of two users', false, { userId: 'u' }, { userId: 'v' }],
    ['of a user and of nobody', false, { userId: 'u' }, {}],
    ['of two agents', false, { agentId: 'a' }, { agentId: 'b' }],
    ['of which one has a session', false, { sessionId: 's' }, {}],
    [
      'imported together, said minutes apart',
      true,
      { occurredAt: 0 },
      { occurredAt: 5 * MINUTE, createdAt: START + MINUTE },
    ],
    ['imported together, said days apart', false, { occurredAt: 0 }, { occurredAt: 2_880 * MINUTE }],
    ['said together, stored days apart', false, { occurredAt: 0 }, { occurredAt: 0, createdAt: START + 1e9 }],
    ['of which one tells of long ago', false, { occurredAt: 0 }, {}],
  ])('%s: neighbours %s', (_, expected, first, second) => {
    const index = indexOf(turns(first, second), wordsOnly);
    expect(coverage(index) > ALONE).toBe(expected);
  });

  it('are no answers by what they are lent alone', () => {
    expect(hitIds(indexOf(turns({}, {}), wordsOnly), 'cello')).toEqual(['m2']);
  });

  it('lend less than those of a session', () => {
    const lent = (sessionId: string | null) =>
      coverage(indexOf(turns({ sessionId }, { sessionId }), wordsOnly)) - ALONE;
    expect(lent(null)).toBeCloseTo(RANKING_CONSTANTS.neighbours.inferred.weight * lent('s'), 9);
  });

  it('are neighbours by the time of what they tell, in whatever order they arrive', () => {
    const told = ['Shall we wait?', 'The cello', 'Somebody waits there', 'We wait for a parcel'];
    const entries = told.map((text, place) =>
      entry(`m${place}`, text, {
        createdAt: START,
        occurredAt: START + place * MINUTE,
        arrival: [7, 2, 9, 4][place]!,
      }),
    );
    const reach = { ...wordsOnly, neighbours: { ...wordsOnly.neighbours, reach: 1 } };
    const covered = (index: ReturnType<typeof indexOf>) =>
      told.map((_, place) => coverage(index, `m${place}`));
    const [before, , after, apart] = covered(indexOf(entries, reach));
    expect([before! > apart!, after! > apart!]).toEqual([true, true]);
    expect(covered(indexOf(entries.toReversed(), reach))).toEqual(covered(indexOf(entries, reach)));
  });

  it('become neighbours when what lies between them is removed', () => {
    const between = entry('m3', 'Wait a moment', { createdAt: START, arrival: 1.5 });
    const reach = { ...wordsOnly, neighbours: { ...wordsOnly.neighbours, reach: 1 } };
    const index = indexOf([...turns({}, {}), between], reach);
    const withOneBetween = coverage(index);
    index.remove('m3');
    expect(coverage(index)).toBeGreaterThan(withOneBetween);
  });

  it('count for candidates of large namespaces as where every memory is scored', () => {
    const entries = [
      ...turns({}, {}),
      entry('m4', 'The bow came with it', { createdAt: START, arrival: 2.5 }),
    ];
    const few = { ...wordsOnly, candidates: { ...wordsOnly.candidates, lexical: 1, dense: 1, byCode: 1 } };
    const rank = (exhaustive: boolean) =>
      indexOf(entries, few).rank({ text: 'cello bow', limit: 2, exhaustive });
    const [some, all] = [rank(false), rank(true)];
    expect([some.totalCandidates, all.totalCandidates]).toEqual([2, 2]);
    expect(some.hits.map(({ id, score }) => [id, score])).toEqual(
      all.hits.map(({ id, score }) => [id, score]),
    );
  });
});

describe('a memory beside others that say nearly the same', () => {
  /** Made up of few syllables: the vectors of their pieces are alike. */
  const words = Array.from({ length: 50 }, (_, number) => {
    const digits = [...String(10_000 + number)].map((digit) => 'bdfgklmnpr'[Number(digit)]);
    return `q${digits.join('a')}`;
  });

  it.each([
    ['without a session', null],
    ['in a session', 's'],
  ])('is found before its neighbours by the word that only it has, %s', (_, sessionId) => {
    const index = indexOf(
      words.map((word, place) => entry(`m${place}`, `The parcel ${word} has just come.`, { sessionId })),
    );
    const found = words.map((word) => hitIds(index, `Where is the parcel ${word}?`)[0]);
    expect(found).toEqual(words.map((_each, place) => `m${place}`));
  });
});
