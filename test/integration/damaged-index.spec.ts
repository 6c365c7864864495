import type { InProcessMemory } from '@somabrain/memory';
import { contextOf, memoryOf, queryOf } from '../support/memory-fields';
import { openMemory } from '../support/memory-harness';
import { TestDatabase } from '../support/test-database';

describe('a memory whose stored form is damaged', () => {
  const ana = contextOf('ana');
  let test: TestDatabase;
  let memory: InProcessMemory;

  beforeAll(async () => {
    test = await TestDatabase.create();
    memory = await openMemory(test.database);
    await memory.service.rememberBatch(
      ana,
      ['The bridge is closed', 'The bridge is open', 'The bridge is new'].map((content, index) =>
        memoryOf(content, { key: `k${index}` }),
      ),
      { atomic: true },
    );
    await test.asOwner(
      `update memory_vectors v set analysed = '\\x4154ffff' from memories m where m.id = v.memory_id and m.key = 'k1'`,
    );
  });

  afterAll(async () => {
    await memory.close();
    await test.drop();
  });

  const found = async (asOf?: Date): Promise<string[]> => {
    const query = queryOf('bridge', asOf && { asOf: asOf.getTime() });
    const { results } = await memory.service.recall(ana, query);
    return results.map(({ memory: { content } }) => content).toSorted();
  };

  it('is left out of recall, and the rest of its namespace is found, now and in the past', async () => {
    expect(await found()).toEqual(['The bridge is closed', 'The bridge is new']);
    expect(await found(new Date())).toEqual(['The bridge is closed', 'The bridge is new']);
  });

  it('is found again when it is changed', async () => {
    await memory.service.remember(ana, memoryOf('The bridge is open again', { key: 'k1' }));
    expect(await found()).toEqual(['The bridge is closed', 'The bridge is new', 'The bridge is open again']);
  });
});
