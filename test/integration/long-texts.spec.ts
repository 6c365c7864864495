import type { InProcessMemory } from '@somabrain/memory';
import { contextOf, memoryOf, queryOf } from '../support/memory-fields';
import { openMemory } from '../support/memory-harness';
import { TestDatabase } from '../support/test-database';

const FACT = 'The lighthouse keeper of Cape Wrath repaired the lantern with a silver spoon.';

/** A text of a million characters and three million bytes, with the fact in its middle. */
function longText(number: number): string {
  const dashes = '—'.repeat(499_950 - Math.ceil(FACT.length / 2));
  return `Minutes ${number}. ${dashes} ${FACT} ${dashes}`;
}

describe('texts of a million characters', () => {
  const ana = contextOf('tenant-ana');
  let test: TestDatabase;
  let memory: InProcessMemory;

  beforeAll(async () => {
    test = await TestDatabase.create();
    const writer = await openMemory(test.database);
    for (const number of [0, 1, 2, 3])
      await writer.service.remember(ana, memoryOf(longText(number), { key: `minutes-${number}` }));
    await writer.close();
    memory = await openMemory(test.database);
  });

  afterAll(async () => {
    await memory.close();
    await test.drop();
  });

  it('are loaded some at a time, and each is found and shown by the sentence that answers', async () => {
    const question = queryOf('Who repaired the lantern at Cape Wrath?', { passageTokens: 256 });
    const { results } = await memory.service.recall(ana, question);
    expect(results.map((hit) => hit.memory.key).sort()).toEqual(
      [0, 1, 2, 3].map((number) => `minutes-${number}`),
    );
    for (const { excerpt } of results) expect(excerpt?.text).toContain(FACT);
  });

  it('are taken up some at a time when they change', async () => {
    const reader = await openMemory(test.database);
    const last = async (asked: InProcessMemory) => {
      const { results } = await asked.service.recall(ana, queryOf('Where is the otter?', { limit: 4 }));
      return results.filter((hit) => hit.memory.content.includes('otter')).length;
    };
    expect(await last(reader)).toBe(0);
    for (const number of [0, 1, 2, 3])
      await memory.service.remember(
        ana,
        memoryOf(`The otter is here. ${longText(number).slice(0, 900_000)}`, { key: `minutes-${number}` }),
      );
    expect(await last(reader)).toBe(4);
    await reader.close();
  });
});
