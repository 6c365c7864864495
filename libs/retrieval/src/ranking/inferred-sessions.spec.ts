import { readFileSync } from 'node:fs';
import { hitIds, indexing } from '../fixtures/entries';
import type { IndexEntry } from '../index/index-entry';
import { RANKING_CONSTANTS } from './ranking-constants';

const { entry, indexOf } = indexing(readFileSync);

const MINUTE = 60_000;
const START = Date.UTC(2025, 5, 3, 9);
const wordsOnly = { ...RANKING_CONSTANTS, denseWeight: 0, sessionShare: 0 };

/** Two turns of which only the second has the word asked for, and where and when they were stored. */
function turns(first: Partial<IndexEntry>, second: Partial<IndexEntry>): IndexEntry[] {
  return [
    entry('m1', 'Shall we wait for the others?', { createdAt: START, ...first }),
    entry('m2', 'The cello', { createdAt: START, ...second }),
  ];
}

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
    expect(hitIds(index, 'cello')).toEqual(expected ? ['m2', 'm1'] : ['m2']);
  });

  it('lend less than those of a session', () => {
    const lent = (sessionId: string | null) =>
      indexOf(turns({ sessionId }, { sessionId }), wordsOnly).rank({ text: 'cello', limit: 2 }).hits[1]!
        .score;
    expect(lent(null)).toBeCloseTo(RANKING_CONSTANTS.neighbours.inferred.weight * lent('s'), 9);
  });

  it('are neighbours by the time of what they tell, in whatever order they arrive', () => {
    const told = ['Shall we wait?', 'The cello', 'Somebody knocked', 'It was a parcel'];
    const entries = told.map((text, place) =>
      entry(`m${place}`, text, {
        createdAt: START,
        occurredAt: START + place * MINUTE,
        arrival: [7, 2, 9, 4][place]!,
      }),
    );
    const reach = { ...wordsOnly, neighbours: { ...wordsOnly.neighbours, reach: 1 } };
    expect(hitIds(indexOf(entries, reach), 'cello').sort()).toEqual(['m0', 'm1', 'm2']);
    expect(hitIds(indexOf(entries.toReversed(), reach), 'cello')).toEqual(
      hitIds(indexOf(entries, reach), 'cello'),
    );
  });

  it('become neighbours when what lies between them is removed', () => {
    const between = entry('m3', 'Wait a moment', { createdAt: START, arrival: 1.5 });
    const reach = { ...wordsOnly, neighbours: { ...wordsOnly.neighbours, reach: 1 } };
    const index = indexOf([...turns({}, {}), between], reach);
    expect(hitIds(index, 'cello')).toEqual(['m2', 'm3']);
    index.remove('m3');
    expect(hitIds(index, 'cello')).toEqual(['m2', 'm1']);
  });

  it('count for candidates of large namespaces, without becoming candidates by that', () => {
    const entries = [
      ...turns({}, {}),
      entry('m4', 'The bow came with it', { createdAt: START, arrival: 2.5 }),
    ];
    const few = { ...wordsOnly, candidates: { ...wordsOnly.candidates, lexical: 1, dense: 1, byCode: 1 } };
    const rank = (exhaustive: boolean) =>
      indexOf(entries, few).rank({ text: 'cello bow', limit: 2, exhaustive });
    const [some, all] = [rank(false), rank(true)];
    expect([some.totalCandidates, all.totalCandidates]).toEqual([2, 3]);
    expect(some.hits.map(({ id, score }) => [id, score])).toEqual(
      all.hits.map(({ id, score }) => [id, score]),
    );
  });
});
