import type { InProcessMemory } from '@somabrain/memory';
import { contextOf, memoryOf, queryOf, stored } from '../support/memory-fields';
import { openMemory } from '../support/memory-harness';
import { TestDatabase } from '../support/test-database';
import { waitFor } from '../support/wait-for';

const MEMORIES = 3_000;
const BATCH = 500;
const ASKED = 40;
/** Those without a key and those with one. */
const STORED = 2 * MEMORIES;

interface IndexUse {
  indexrelname: string;
  tuples: number;
}

/** A connection reports what it read a second later with its next statement, and at rest within ten. */
const REPORTED = { timeoutMs: 20_000 };

describe('plans', () => {
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

  it('of the look-ups of writes in a table that was never analysed read what they look for and not all of the tenant', async () => {
    for (const keyed of [false, true, false, true]) await rememberAll(keyed);
    const { id: someId } = stored(await memory.service.remember(ana, memoryOf('One more')));
    await waitFor(
      async () => {
        await memory.service.get(ana, someId);
        const read = await tuplesRead();
        return ['memories_duplicate', 'memories_key'].every((index) => (read.get(index) ?? 0) >= MEMORIES);
      },
      { ...REPORTED, what: () => 'the reads of the look-ups' },
    );
    for (const [name, tuples] of await tuplesRead())
      expect([name, tuples <= 10 * MEMORIES]).toEqual([name, true]);
  });

  it('of the pages of an index in a table that was analysed read each memory once', async () => {
    await test.asOwner('analyze');
    // As many more make it: a bitmap then looks cheaper than the rows one by one in their order.
    await test.asOwner(`update pg_class set reltuples = 100 * reltuples where oid = 'memories'::regclass`);
    const before = (await tuplesRead()).get('memories_arrival') ?? 0;

    const { totalCandidates } = await memory.service.recall(ana, queryOf('Which note is it?'));

    expect(totalCandidates).toBeGreaterThan(0);
    let read = 0;
    await waitFor(
      async () => {
        await memory.service.recall(ana, queryOf('Which is it again?'));
        read = ((await tuplesRead()).get('memories_arrival') ?? 0) - before;
        return read >= STORED;
      },
      { ...REPORTED, what: () => 'the reads of the pages' },
    );
    expect(read).toBeLessThan(1.5 * STORED);
  });

  it('of the look-ups by text read the newest of many that say the same, and nothing else of the tenant', async () => {
    const namespace = 'chorus';
    for (let first = 0; first < MEMORIES; first += BATCH) {
      const batch = Array.from({ length: BATCH }, (_, index) =>
        memoryOf('All say this', { namespace, occurredAt: first + index }),
      );
      await memory.service.rememberBatch(ana, batch, { atomic: false });
    }
    const said = { namespace, key: 'All say this' };
    const read = async () => {
      const [table] = await test.asOwner<{ tuples: number }>(
        `select seq_tup_read::integer as tuples from pg_stat_user_tables where relname = 'memories'`,
      );
      return { scanned: table?.tuples ?? 0, byText: (await tuplesRead()).get('memories_text') ?? 0 };
    };
    const before = await read();
    for (let time = 0; time < ASKED; time += 1) {
      const { id } = await memory.service.find(ana, said);
      await memory.service.remember(ana, memoryOf(`Hears it ${time}`, { namespace }));
      await memory.service.link(ana, {
        source: { namespace, key: `Hears it ${time}` },
        target: said,
        type: 'related',
        weight: 1,
      });
      await memory.service.follow(ana, { ids: [id], direction: 'in', types: null, each: 10 });
    }
    await waitFor(
      async () => {
        await memory.service.find(ana, said);
        return (await read()).byText - before.byText >= ASKED;
      },
      { ...REPORTED, what: () => 'the reads of the look-ups by text' },
    );
    const after = await read();
    expect(after.scanned - before.scanned).toBeLessThan(MEMORIES);
    expect(after.byText - before.byText).toBeLessThan(20 * ASKED);
  });
});
