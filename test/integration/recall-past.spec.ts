import type { InProcessMemory } from '@somabrain/memory';
import { contextOf, memoryOf, queryOf } from '../support/memory-fields';
import { openMemory } from '../support/memory-harness';
import { TestDatabase } from '../support/test-database';

const MOST = 20_000;
const BATCH = 1_000;

describe('the size of what a recall of the past takes up', () => {
  const ana = contextOf('tenant-ana');
  let test: TestDatabase;
  let memory: InProcessMemory;

  beforeAll(async () => {
    test = await TestDatabase.create();
    memory = await openMemory(test.database, { writeQueueMax: 50_000 });
    for (let first = 0; first < MOST; first += BATCH) {
      const batch = Array.from({ length: BATCH }, (_, index) => memoryOf(`Note ${first + index} about tea`));
      await memory.service.rememberBatch(ana, batch, { atomic: false });
    }
  });

  afterAll(async () => {
    await memory.close();
    await test.drop();
  });

  it('is 20,000 memories, and one more is refused with the field that asked for it', async () => {
    const full = Date.now();
    const { results } = await memory.service.recall(ana, queryOf('note 777', { asOf: full }));
    expect(results[0]?.memory.content).toBe('Note 777 about tea');
    const { createdAt } = await memory.service.remember(ana, memoryOf('One too many'));
    const refused = memory.service.recall(ana, queryOf('note', { asOf: createdAt }));
    await expect(refused).rejects.toMatchObject({ code: 'AS_OF_TOO_LARGE', errors: [{ field: 'as_of' }] });
  });
});
