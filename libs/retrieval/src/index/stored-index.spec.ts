import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { indexing } from '../fixtures/entries';
import type { IndexEntry } from './index-entry';
import { NamespaceIndex } from './namespace-index';
import { RANKING_CONSTANTS } from '../ranking/ranking-constants';

const { assets, entry, indexOf } = indexing(readFileSync);

/** Cuts small enough that candidates, codes and the budget all leave something out. */
const constants = {
  ...RANKING_CONSTANTS,
  softTerms: { ...RANKING_CONSTANTS.softTerms, exactUpTo: 10, byCode: 6 },
  candidates: { exhaustiveUpTo: 1000, lexical: 4, dense: 3, byCode: 5, postingBudget: 6 },
};
const words =
  'Ana Ben piano pianos violin puppy puppies hiked hiking mountain June work works köp 猫 山 и'.split(' ');
const texts = fc
  .tuple(fc.constantFrom('', 'Ana: ', '[Ben] '), fc.array(fc.constantFrom(...words), { maxLength: 8 }))
  .map(([label, picked]) => label + picked.join(' '));
const fields = fc.record({
  text: texts,
  userId: fc.constantFrom('u', 'ü', '猫', null),
  sessionId: fc.constantFrom(null, 's', '\ud800'),
  position: fc.option(fc.nat(5)),
  speaker: fc.constantFrom(null, 'Ana', 'Бен', 'user'),
  createdAt: fc.constantFrom(0, 3_600_000),
  occurredAt: fc.option(fc.nat(7_200_000)),
  expiresAt: fc.option(fc.nat(100)),
  tags: fc.subarray(['a', 'b']),
  key: fc.constantFrom(null, 'address', 'address-2'),
  belongings: fc.subarray(['harbour', 'violin']),
});
const entriesFrom = (first: number, maxLength: number): fc.Arbitrary<IndexEntry[]> =>
  fc
    .array(fields, { maxLength })
    .map((all) => all.map(({ text, ...more }, i) => entry(`m${first + i}`, text, more)));

const questions = [
  { text: 'When did Ana hike in the mountains in June?', limit: 4, explain: true },
  { text: 'puppies working with pianos 猫', limit: 12, explain: true, filter: { userId: 'ü' } },
  { text: 'Ben at the harbour, address', limit: 3, explain: true, filter: { tags: ['a'] } },
];

function expectSame(index: NamespaceIndex, other: NamespaceIndex): void {
  expect(index.size).toBe(other.size);
  for (const question of questions)
    for (const exhaustive of [true, false])
      expect(index.rank({ ...question, exhaustive })).toEqual(other.rank({ ...question, exhaustive }));
}

function compact(index: NamespaceIndex): void {
  const steps = index.compaction();
  while (!steps.next().done);
}

const rating = { memoryId: 'm20', question: '', vector: null, value: 1 };
const store = (index: NamespaceIndex) => index.stored();
const restore = (bytes: Uint8Array) => NamespaceIndex.restored(bytes, assets, constants);

describe('an index that was stored', () => {
  it('ranks as before, and takes changes, ratings and ends as before', () => {
    fc.assert(
      fc.property(entriesFrom(0, 30), entriesFrom(20, 20), fc.nat(100), (before, after, now) => {
        const index = indexOf(before, constants);
        const restored = restore(store(index));
        expectSame(restored, index);
        for (const each of [index, restored]) {
          for (const one of after) each.upsert(one);
          for (const { id } of before.slice(0, 5)) each.remove(id);
          each.expire(now);
          each.rate(rating);
        }
        expectSame(restored, index);
        compact(restored);
        expectSame(restored, index);
        const again = restore(store(restored));
        again.rate(rating);
        expectSame(again, index);
      }),
      { numRuns: 60 },
    );
  });

  it('holds more passages than one chunk of vectors and postings', () => {
    const many = Array.from({ length: 2_600 }, (_, i) =>
      entry(`m${i}`, `${words[i % 17]} ${words[(i * 7) % 17]} number ${i}`, {
        sessionId: `s${i % 3}`,
        position: i,
      }),
    );
    const index = indexOf(many.slice(0, 2_500), constants);
    const restored = restore(store(index));
    for (const one of many.slice(2_500)) for (const each of [index, restored]) each.upsert(one);
    expectSame(restored, index);
  });

  it('does not hold what was removed', () => {
    const index = indexOf([entry('m1', 'the secret zebra'), entry('m2', 'a violin')], constants);
    index.remove('m1');
    expect(() => store(index)).toThrow('compact it first');
    compact(index);
    expect(Buffer.from(store(index)).toString('latin1')).not.toContain('zebra');
  });

  it('is the same bytes for the same entries', () => {
    const all = [entry('m1', 'a piano'), entry('m2', 'a violin', { userId: 'u' })];
    expect(store(indexOf(all))).toEqual(store(indexOf(all)));
  });
});

describe('bytes that are no stored index', () => {
  const bytes = store(indexOf([entry('m1', 'a violin lesson'), entry('m2', 'the harbour')], constants));

  it('are refused wherever a bit is wrong or the end is missing', () => {
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(7), (place, bit) => {
        const damaged = bytes.slice();
        damaged[place]! ^= 1 << bit;
        expect(() => restore(damaged)).toThrow();
        expect(() => restore(bytes.subarray(0, place))).toThrow();
      }),
    );
  });

  it('are refused when other assets made them', () => {
    expect(() => NamespaceIndex.restored(bytes, { ...assets, version: 'older' }, constants)).toThrow(
      'other assets',
    );
  });
});
