import type { InProcessMemory, NewMemory } from '@somabrain/memory';
import { contextOf, memoryOf, queryOf } from '../support/memory-fields';
import { openMemory } from '../support/memory-harness';
import { TestDatabase } from '../support/test-database';

const CONTRACT = 'We agreed on net thirty days and a cap on liability.';
const SEATS = 'Seats 14A and 14B, leaving at six in the morning.';
const REPLACED = 'Strings were replaced.';
const LISBON = 'Lisbon was sunny all week and we ate sardines by the river.';
const MEMORIES: readonly NewMemory[] = [
  memoryOf(CONTRACT, {
    tags: ['procurement'],
    metadata: { title: 'Acme master agreement', source: { title: 'Cabinet' }, shelf: 'basement' },
  }),
  memoryOf(SEATS, { key: 'trips.lisbon-flight', metadata: { author: 'Ingrid' } }),
  memoryOf(LISBON),
  memoryOf('The mixer broke while I was baking.'),
];

describe('what belongs to a memory', () => {
  const ana = contextOf('tenant-ana');
  let test: TestDatabase;
  let memory: InProcessMemory;
  const first = async (query: string, more = {}, asked = memory) => {
    const { results } = await asked.service.recall(ana, queryOf(query, { explain: true, ...more }));
    return results[0];
  };
  /** What words alone find first; null: nothing. */
  const byWords = async (query: string, more = {}, asked = memory) => {
    const hit = await first(query, more, asked);
    return hit?.explanation?.lexical ? hit.memory.content : null;
  };

  beforeAll(async () => {
    test = await TestDatabase.create();
    memory = await openMemory(test.database);
    await memory.service.rememberBatch(ana, MEMORIES, { atomic: true });
  });

  afterAll(async () => {
    await memory.close();
    await test.drop();
  });

  it.each([
    ['a tag', 'procurement', CONTRACT],
    ['the key', 'flight', SEATS],
    ['a title', 'Acme', CONTRACT],
    ['an author', 'Ingrid', SEATS],
    ['the text of another one before the key', 'Lisbon', LISBON],
    ['no other metadata', 'basement', null],
    ['no inner metadata that is not named', 'cabinet', null],
  ])('finds it by %s', async (_, query, content) => {
    expect(await byWords(query)).toBe(content);
  });

  it('is shown of its text alone', async () => {
    const hit = await first('Acme', { passageTokens: 5 });
    expect(CONTRACT).toContain(hit?.excerpt?.text);
  });

  it('is searched by the fields that the deployment names, also of memories that are there', async () => {
    const other = await openMemory(test.database, { searchableMetadata: ['shelf', 'source.title'] });
    expect(await byWords('basement', {}, other)).toBe(CONTRACT);
    expect(await byWords('cabinet', {}, other)).toBe(CONTRACT);
    expect(await byWords('Acme', {}, other)).toBeNull();
    await other.close();
  });

  it('is found as it is after a change, and in the past as it was', async () => {
    const { id } = await memory.service.remember(ana, memoryOf(REPLACED, { tags: ['dentist'] }));
    expect(await byWords('dentist')).toBe(REPLACED);
    const before = Date.now();
    await new Promise((resolve) => setTimeout(resolve, 5));
    const patch = { tags: ['landlord'], key: 'repairs', metadata: { name: 'Stradivarius' } };
    await memory.service.change(ana, id, patch);
    expect(await byWords('dentist')).toBeNull();
    for (const word of ['landlord', 'repairs', 'Stradivarius']) expect(await byWords(word)).toBe(REPLACED);
    expect(await byWords('dentist', { asOf: before })).toBe(REPLACED);
    expect(await byWords('landlord', { asOf: before })).toBeNull();
  });
});
