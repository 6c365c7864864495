import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { indexing } from '../fixtures/entries';
import type { IndexEntry } from './index-entry';
import { NamespaceIndex } from './namespace-index';
import type { RankQuery } from '../ranking/rank-query';
import { RANKING_CONSTANTS } from '../ranking/ranking-constants';

const { assets, entry, indexOf } = indexing(readFileSync);

/** Cuts small enough that candidates, codes and the budget all leave something out. */
const constants = {
  ...RANKING_CONSTANTS,
  softTerms: { ...RANKING_CONSTANTS.softTerms, exactUpTo: 10, byCode: 6 },
  candidates: { exhaustiveUpTo: 1000, lexical: 4, dense: 3, byCode: 5, postingBudget: 6 },
};

const vocabulary =
  'Ana Ben piano pianos violin dog puppy puppies hiked hiking mountain mountains yesterday June job work works cost';
const texts = fc
  .tuple(
    fc.constantFrom('', 'Ana: ', '[Ben] '),
    fc.array(fc.constantFrom(...vocabulary.split(' ')), { minLength: 0, maxLength: 8 }),
  )
  .map(([label, picked]) => label + picked.join(' '));

const entries: fc.Arbitrary<IndexEntry> = fc
  .record({
    number: fc.nat(11),
    text: texts,
    userId: fc.constantFrom('u', 'v'),
    sessionId: fc.constantFrom(null, 's', 't'),
    position: fc.option(fc.nat(5)),
    speaker: fc.constantFrom(null, 'Ana', 'Ben', 'user'),
    createdAt: fc.constantFrom(0, 3_600_000),
    occurredAt: fc.option(fc.nat(7_200_000)),
    expiresAt: fc.option(fc.nat(100)),
    importance: fc.double({ min: 0, max: 5, noNaN: true }),
    tags: fc.subarray(['a', 'b']),
  })
  .map(({ number, text, ...fields }) => entry(`m${number}`, text, fields));

type Step = { upsert: IndexEntry } | { remove: string } | { expire: number } | { compact: true };

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: entries.map((upsert) => ({ upsert })) },
    { weight: 2, arbitrary: fc.nat(11).map((number) => ({ remove: `m${number}` })) },
    { weight: 1, arbitrary: fc.nat(100).map((expire) => ({ expire })) },
    { weight: 1, arbitrary: fc.constant({ compact: true as const }) },
  ),
  { maxLength: 40 },
);

const questions: Omit<RankQuery, 'exhaustive'>[] = [
  { text: 'When did Ana hike in the mountains in June?', limit: 4, explain: true },
  { text: 'puppies working with pianos', limit: 12, explain: true, filter: { userId: 'u' } },
  { text: 'What is the price of a violin, Ben?', limit: 3, explain: true, filter: { tags: ['a'] } },
];

function apply(
  step: Exclude<Step, { compact: true }>,
  index: NamespaceIndex,
  expected: Map<string, IndexEntry>,
): void {
  if ('upsert' in step) {
    index.upsert(step.upsert);
    expected.set(step.upsert.id, step.upsert);
  } else if ('remove' in step) {
    expect(index.remove(step.remove)).toBe(expected.delete(step.remove));
  } else {
    const due = [...expected.values()].filter(
      ({ expiresAt }) => expiresAt !== null && expiresAt <= step.expire,
    );
    expect(index.expire(step.expire)).toBe(due.length);
    for (const { id } of due) expected.delete(id);
  }
}

describe('an index with a past', () => {
  it('answers exactly like one made of the surviving entries, scoring all or candidates only', () => {
    fc.assert(
      fc.property(steps, (sequence) => {
        const index = new NamespaceIndex(assets, constants);
        const surviving = new Map<string, IndexEntry>();
        let compaction: Generator<void> | null = null;
        for (const step of sequence) {
          if ('compact' in step) compaction ??= index.compaction(2);
          else apply(step, index, surviving);
          if (compaction?.next().done) compaction = null;
        }
        while (compaction && !compaction.next().done);
        const fresh = indexOf(surviving.values(), constants);
        expect(index.size).toBe(surviving.size);
        for (const question of questions) {
          for (const exhaustive of [true, false]) {
            expect(index.rank({ ...question, exhaustive })).toEqual(fresh.rank({ ...question, exhaustive }));
          }
        }
      }),
      { numRuns: 150 },
    );
  });
});

describe('an index that has outlived many words', () => {
  it('compares the words left as exactly as one that never had the others', () => {
    const exact = {
      ...constants,
      softTerms: { ...constants.softTerms, exactUpTo: 20, byCode: 1, cosineAbove: 0.1 },
    };
    const kept = [
      entry('m1', 'The puppy chased a violin'),
      entry('m2', 'Pianos cost money, hiking does not'),
    ];
    const gone = entry('m3', vocabulary.replaceAll(' ', ' and '));
    const others = entry('m4', 'winter summer autumn spring monday tuesday river forest ocean island');
    const index = indexOf([...kept, gone, others], exact);
    for (const { id } of [gone, others]) index.remove(id);
    const fresh = indexOf(kept, exact);
    for (const text of ['kitten', 'guitar', 'price', 'trekking', 'instrument', 'animal'])
      expect(index.rank({ text, limit: 4 })).toEqual(fresh.rank({ text, limit: 4 }));
  });
});

describe('searching candidates', () => {
  it('finds the same best entries as scoring all where nothing is cut off', () => {
    const generous = { ...constants, candidates: { ...RANKING_CONSTANTS.candidates, postingBudget: 6 } };
    fc.assert(
      fc.property(fc.array(entries, { maxLength: 30 }), (given) => {
        // Neighbours of inferred sessions are no candidates by that.
        const inSessions = given.map((each) => ({ ...each, sessionId: each.sessionId ?? 'r' }));
        const index = indexOf(inSessions, { ...generous, sessionShare: 0, denseWeight: 0 });
        const question = { text: 'Did the puppy like hiking to work?', limit: 12 };
        const all = index.rank({ ...question, exhaustive: true });
        const some = index.rank({ ...question, exhaustive: false });
        expect(some.hits.map(({ id }) => id).sort()).toEqual(all.hits.map(({ id }) => id).sort());
        // What a memory in another language is given depends on means, which the two sum on grids of their own.
        some.hits.forEach(({ score }, i) => expect(score).toBeCloseTo(all.hits[i]!.score, 7));
      }),
      { numRuns: 100 },
    );
  });
});
