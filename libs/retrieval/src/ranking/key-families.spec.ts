import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { hitIds, indexing } from '../fixtures/entries';
import type { IndexEntry } from '../index/index-entry';

const { entry, indexOf } = indexing((path) => readFileSync(path));
const SPRING = Date.UTC(2026, 3, 1);
const DAY = 86_400_000;
const QUESTION = 'What is my address?';
const OTHERS = ['The gate code is 4471', 'Yoga is on Thursdays', 'The bakery has oat bread'].map(
  (text, index) => entry(`o${100 + index}`, text),
);
const keyed = (id: string, key: string | null, text: string, more: Partial<IndexEntry> = {}) =>
  entry(id, text, { key, belongings: key === null ? [] : [key], ...more });

describe('memories whose keys are of one family', () => {
  it.each([
    ['a counter', 'address', 'address-2', true],
    ['a year', 'address', 'address:2024', true],
    ['a date', 'address', 'address:2024-03-14', true],
    ['a version', 'address', 'address.v2', true],
    ['two versions', 'address.v1', 'address.v2', true],
    ['two entries of a series', 'address-1', 'address-2', false],
    ['two days of a diary', 'address:2024-03-14', 'address:2024-03-15', false],
    ['another name', 'address', 'address-work', false],
    ['no key', 'address', null, false],
  ])('are versions of one thing: %s', (_, older, newer, together) => {
    const index = indexOf([
      ...OTHERS,
      keyed('a1', older, 'My address is Bahnhofstrasse 3, Bern'),
      keyed('a2', newer, 'Marktgasse 7 in Zug, address of the flat by the lake'),
    ]);
    const { hits } = index.rank({ text: QUESTION, limit: 10 });
    expect(hits.some((hit) => hit.older)).toBe(together);
    if (together) expect(hits.slice(0, 2)).toMatchObject([{ id: 'a2' }, { id: 'a1', older: true }]);
    expect(hitIds(index, QUESTION, { history: false }).includes('a1')).toBe(!together);
  });

  const older = (fields: Partial<IndexEntry> = {}) =>
    keyed('a1', 'address', 'My address is Bahnhofstrasse 3, Bern', fields);
  const newer = (fields: Partial<IndexEntry> = {}) =>
    keyed('a2', 'address-2', 'Marktgasse 7 in Zug, address of the flat by the lake', fields);
  const marked = (...entries: IndexEntry[]) =>
    indexOf([...OTHERS, ...entries])
      .rank({ text: QUESTION, limit: 10 })
      .hits.flatMap((hit) => (hit.older ? [hit.id] : []));

  it('are newer by what happened later, where that is known', () => {
    expect(marked(older(), newer())).toEqual(['a1']);
    expect(marked(older({ occurredAt: SPRING }), newer({ occurredAt: SPRING - DAY }))).toEqual(['a2']);
  });

  it('are of one user and agent', () => {
    expect(marked(older({ userId: 'ana' }), newer({ userId: 'ana' }))).toEqual(['a1']);
    expect(marked(older({ userId: 'ana' }), newer({ userId: 'bob' }))).toEqual([]);
    expect(marked(older({ agentId: 'tutor' }), newer({ agentId: 'coach' }))).toEqual([]);
  });

  it('are marked the same, however the index came about', () => {
    const keys = fc.constantFrom(
      null,
      'plan',
      'plan-1',
      'plan-2',
      'plan.v1',
      'plan.v2',
      'plan:2024',
      'other',
    );
    fc.assert(
      fc.property(fc.array(keys, { maxLength: 8 }), (each) => {
        const entries = each.map((key, index) => keyed(`p${index + 1}`, key, `The plan is number ${index}`));
        const answer = (index: ReturnType<typeof indexOf>) =>
          index.rank({ text: 'What is the plan?', limit: 10 }).hits.map(({ id, older }) => [id, older]);
        const replaced = indexOf([...entries].reverse());
        for (const one of entries) replaced.upsert(one);
        expect(answer(replaced)).toEqual(answer(indexOf(entries)));
      }),
      { numRuns: 30 },
    );
  });
});
