import type { InProcessMemory } from '@somabrain/memory';
import { verifyChain } from '@somabrain/audit';
import { contextOf, memoryOf, queryOf } from '../support/memory-fields';
import { CountingObserver, openMemory } from '../support/memory-harness';
import { TestDatabase } from '../support/test-database';

const QUESTION = 'Where are the apples?';

describe('ratings in the database', () => {
  const ana = contextOf('ana');
  let test: TestDatabase;
  let processes: InProcessMemory[];

  beforeAll(async () => {
    test = await TestDatabase.create();
    processes = [await openMemory(test.database), await openMemory(test.database)];
  });
  afterAll(async () => {
    for (const memory of processes) await memory.close();
    await test.drop();
  });

  const stored = (table: string) =>
    test.asOwner<{ count: string }>(`select count(*) from ${table} where tenant_id = 'ana'`);

  it('are known to the next recall of every process, also one that loads its index anew', async () => {
    const [one, other] = [processes[0]!.service, processes[1]!.service];
    const ids: string[] = [];
    for (const content of ['An apple tree', 'An apple on the roof', 'Apples in the cellar']) {
      ids.push((await one.remember(ana, memoryOf(content))).id);
    }
    const best = async (service: typeof one) =>
      (await service.recall(ana, queryOf(QUESTION))).results[0]?.memory.id;
    await best(other);
    for (const id of ids) {
      await one.rate(ana, {
        query: QUESTION,
        memories: ids.map((each) => ({ id: each, useful: each === id })),
      });
      expect(await best(other)).toBe(id);
    }
    const fresh = await openMemory(test.database, {}, new CountingObserver());
    expect(await best(fresh.service)).toBe(ids.at(-1));
    await fresh.close();
  });

  it('number themselves without a gap however many are given at once, and are sealed into the chain', async () => {
    const { service } = processes[0]!;
    const { id } = await service.remember(ana, memoryOf('A pear'));
    const [before] = await test.asOwner<{ feedback_seq: string }>(
      `select feedback_seq from tenant_heads where tenant_id = 'ana'`,
    );
    await Promise.all(
      Array.from({ length: 50 }, (_, number) =>
        processes[number % 2]!.service.rate(ana, {
          query: `pear ${number}`,
          memories: [{ id, useful: true }],
        }),
      ),
    );
    const rows = await test.asOwner<{ seq: string }>(
      `select seq from memory_feedback where tenant_id = 'ana' and memory_id = '${id}' order by seq`,
    );
    const first = Number(before?.feedback_seq) + 1;
    expect(rows.map(({ seq }) => Number(seq))).toEqual(
      Array.from({ length: 50 }, (_, index) => first + index),
    );
    expect(await verifyChain(test.database, ana.tenant, 'operations')).toMatchObject({ fault: null });
  });

  it('go with their memory', async () => {
    const { service } = processes[0]!;
    const { stores } = await service.forget(ana, {
      namespace: null,
      key: null,
      ids: null,
      filter: {},
      dryRun: false,
    });
    expect(stores).toMatchObject({ memories: 4, memory_feedback: 53 });
    expect(await stored('memory_feedback')).toEqual([{ count: '0' }]);
  });
});
