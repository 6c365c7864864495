import type { InProcessMemory } from '@somabrain/memory';
import { contextOf, memoryOf } from '../support/memory-fields';
import { openMemory } from '../support/memory-harness';
import { TestDatabase } from '../support/test-database';
import { waitFor } from '../support/wait-for';

const MEMORIES = 3_000;
const BATCH = 500;

interface IndexUse {
  indexrelname: string;
  tuples: number;
}

describe('the look-ups of writes in a table that was never analysed', () => {
  const ana = contextOf('tenant-ana');
  let test: TestDatabase;
  let memory: InProcessMemory;

  beforeAll(async () => {
    test = await TestDatabase.create();
    memory = await openMemory(test.database);
  });

  afterAll(async () => {
    await memory.close();
    await test.drop();
  });

  const tuplesRead = async () => {
    const rows = await test.asOwner<IndexUse>(
      `select indexrelname, idx_tup_read::integer as tuples from pg_stat_user_indexes where relname = 'memories'`,
    );
    return new Map(rows.map(({ indexrelname, tuples }) => [indexrelname, tuples]));
  };
  const rememberAll = async (keyed: boolean) => {
    for (let first = 0; first < MEMORIES; first += BATCH) {
      const batch = Array.from({ length: BATCH }, (_, index) =>
        memoryOf(`Note ${first + index}`, { key: keyed ? `k${first + index}` : null }),
      );
      await memory.service.rememberBatch(ana, batch, { atomic: false });
    }
  };

  it('read what they look for and not all of the tenant', async () => {
    for (const keyed of [false, true, false, true]) await rememberAll(keyed);
    // A connection at rest reports what it read within ten seconds.
    await waitFor(
      async () => {
        const read = await tuplesRead();
        return ['memories_duplicate', 'memories_key'].every((index) => (read.get(index) ?? 0) >= MEMORIES);
      },
      { timeoutMs: 20_000, what: () => 'the reads of the look-ups' },
    );
    for (const [name, tuples] of await tuplesRead())
      expect([name, tuples <= 10 * MEMORIES]).toEqual([name, true]);
  });
});
