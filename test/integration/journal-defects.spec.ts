import { newId } from '@somabrain/kernel';
import { JournalingMemory } from '../support/journaling-memory';
import { type MemoryApart, startMemoryApart } from '../support/memory-apart';
import { contextOf, memoryOf } from '../support/memory-fields';
import { TestDatabase } from '../support/test-database';
import { waitFor } from '../support/wait-for';

/** What no class of failures knows: neither the value is to blame nor the database away. */
const BREAK = `
  create or replace function break() returns trigger language plpgsql as
    $$ begin raise exception 'broken' using errcode = 'XX000'; end $$;
  create trigger broken before insert on memories for each row when (new.key = 'broken') execute function break()`;
const PAGE = { limit: 100, cursor: null, total: false };

describe('accepted writes', () => {
  const ana = contextOf(`t-${newId()}`);
  let test: TestDatabase;
  let memory: MemoryApart;
  let journaling: JournalingMemory;

  beforeAll(async () => {
    test = await TestDatabase.create();
    memory = await startMemoryApart(test.dsn);
    journaling = new JournalingMemory(test.dsn, memory.url);
  });
  afterAll(async () => {
    await journaling.close();
    await memory.stop();
    await test.drop();
  });

  const waiting = async (tenants: readonly string[]): Promise<number> => {
    const sql = 'select from write_journal where tenant_id = any($1) and set_aside_at is null';
    return (await test.asOwner(sql, [tenants])).length;
  };

  const stored = async (): Promise<string[]> => {
    const { items } = await memory.service.list(ana, { ...PAGE, filter: {}, namespace: null, key: null });
    return items.map(({ content }) => content).toSorted();
  };

  it('of one tenant that fail by a defect are tried some times and set aside, and keep no other tenant waiting', async () => {
    const others = [1, 2, 3].map((index) => contextOf(`other-${index}-${newId()}`));
    const port = Number(new URL(memory.url).port);
    await memory.stop();
    for (const key of ['one', 'broken', 'three'])
      await journaling.service.remember(ana, memoryOf(key, { key }));
    for (const other of others) await journaling.service.remember(other, memoryOf('theirs'));
    await test.asOwner(BREAK);
    memory = await startMemoryApart(test.dsn, port);
    await waitFor(async () => (await waiting(others.map(({ tenant }) => tenant))) === 0, {
      timeoutMs: 10_000,
      what: () => 'the other tenants to be served',
    });
    await waitFor(async () => (await waiting([ana.tenant])) === 2, {
      timeoutMs: 10_000,
      what: () => 'the row before the broken one to be stored',
    });
    expect(await stored()).toEqual(['one']); // the third must not overtake the second
    await waitFor(async () => (await waiting([ana.tenant])) === 0, {
      timeoutMs: 30_000,
      what: () => 'the broken row to be set aside',
    });
    await test.asOwner('drop trigger broken on memories');
    expect(await stored()).toEqual(['one', 'three']);
    const left = await test.asOwner(
      'select failures, set_aside_at is null as waits from write_journal where tenant_id = $1',
      [ana.tenant],
    );
    expect(left).toEqual([{ failures: 5, waits: false }]);
    const lines = memory.log.filter((line) => line.includes(ana.tenant));
    expect(lines.filter((line) => line.includes('set aside'))).toEqual([
      expect.stringContaining('"level":"ERROR"'),
    ]);
    expect(lines.filter((line) => line.includes('cannot be drained now'))).toHaveLength(1);
  }, 60_000);
});
