import type { InProcessMemory } from '@somabrain/memory';
import { contextOf, memoryOf, queryOf } from '../support/memory-fields';
import { CountingObserver, openMemory } from '../support/memory-harness';
import { TestDatabase } from '../support/test-database';
import { waitFor } from '../support/wait-for';

const OLDER = 'static-minilm-128@93907eb0+analyser-1';
const TENANTS = ['ana', 'ben'];
/** More than a chunk. */
const MEMORIES = 230;

/** A word of its own for each number, so that one memory answers best. */
const wordOf = (number: number) =>
  `q${[...String(number)].map((digit) => 'bdfgklmnpr'[Number(digit)]).join('a')}`;
const textOf = (number: number) =>
  number % 3 === 0
    ? `Посылка ${wordOf(number)} лежит в подвале.`
    : `The parcel ${wordOf(number)} lies in the cellar.`;

describe('the renewal of analysed forms', () => {
  let test: TestDatabase;
  const open: InProcessMemory[] = [];

  beforeAll(async () => {
    test = await TestDatabase.create();
  });
  beforeEach(async () => {
    await test.asOwner('delete from memories; delete from memory_vectors; delete from memory_changes');
    const { service } = await start();
    for (const tenant of TENANTS) {
      const memories = Array.from({ length: MEMORIES }, (_, number) =>
        memoryOf(textOf(number), { key: `k${number}` }),
      );
      await service.rememberBatch(contextOf(tenant), memories, { atomic: false });
    }
    await stop();
    await test.asOwner(
      `update memory_vectors set encoder = '${OLDER}'; update tenant_heads set forms_version = null`,
    );
  });
  afterEach(() => stop());
  afterAll(() => test.drop());

  async function start(observer = new CountingObserver()): Promise<InProcessMemory> {
    const memory = await openMemory(test.database, {}, observer);
    open.push(memory);
    return memory;
  }
  async function stop(): Promise<void> {
    for (const memory of open.splice(0)) await memory.close();
  }

  /** Memories without a form of the version in use. */
  const missing = async (): Promise<number> => {
    const [row] = await test.asOwner<{
      count: number;
    }>(`select count(*)::integer as count from memories m where not exists (
      select from memory_vectors v where v.tenant_id = m.tenant_id and v.memory_id = m.id and v.encoder <> '${OLDER}')`);
    return row!.count;
  };
  const older = async (): Promise<number> =>
    (await test.asOwner(`select from memory_vectors where encoder = '${OLDER}'`)).length;
  const until = (reached: () => Promise<boolean> | boolean, what: string): Promise<void> =>
    waitFor(async () => reached(), { timeoutMs: 60_000, what: () => what });

  it('answers every recall right and takes every write while it goes on', async () => {
    const observer = new CountingObserver();
    const { service, renewal } = await start(observer);
    renewal.start();
    let written = 0;
    let wrong = 0;
    const isDone = async () => (await missing()) === 0 && observer.waiting === 0;
    const client = async (tenant: string): Promise<void> => {
      const ana = contextOf(tenant);
      const expectFirst = async (number: number, content: string): Promise<void> => {
        const { results } = await service.recall(ana, queryOf(`Where is the parcel ${wordOf(number)}?`));
        if (results[0]?.memory.content !== content) wrong += 1;
      };
      for (let step = 0; step < 50; step += 1) {
        const number = (step * 37) % MEMORIES;
        await expectFirst(number, textOf(number));
        const fresh = `The parcel ${wordOf(10_000 + step)} has just come.`;
        // Every other one replaces a memory, maybe of a chunk that is under way.
        const key = step % 2 === 0 ? null : `k${MEMORIES - 1 - step * 2}`;
        await service.remember(ana, memoryOf(fresh, { key }));
        written += 1;
        await expectFirst(10_000 + step, fresh);
        if (key) await service.remember(ana, memoryOf(textOf(MEMORIES - 1 - step * 2), { key }));
      }
    };
    await Promise.all(TENANTS.map(client));
    await until(isDone, 'all forms to be renewed');
    expect({ wrong, written }).toEqual({ wrong: 0, written: 50 * TENANTS.length });
    expect(observer.renewed).toBeGreaterThan(0);
  }, 120_000);

  it('goes on where another process ended, and does nothing twice', async () => {
    const [first, second] = [new CountingObserver(), new CountingObserver()];
    (await start(first)).renewal.start();
    await until(() => first.renewed > 0, 'a chunk to be renewed');
    await stop();
    const left = await missing();
    expect(left).toBeGreaterThan(0);
    (await start(second)).renewal.start();
    await until(async () => (await missing()) === 0, 'the rest to be renewed');
    expect([first.renewed + left, first.renewed + second.renewed]).toEqual(
      Array(2).fill(MEMORIES * TENANTS.length),
    );
  }, 120_000);

  it('lets tenants take turns', async () => {
    const observer = new CountingObserver();
    (await start(observer)).renewal.start();
    await until(() => observer.renewed > 200, 'two chunks to be renewed');
    await stop();
    const begun = await test.asOwner(
      `select distinct tenant_id from memory_vectors where encoder <> '${OLDER}'`,
    );
    expect(begun.length).toBeGreaterThan(1);
  }, 120_000);

  it('leaves older forms to older processes for a day, and renews what these wrote meanwhile', async () => {
    (await start()).renewal.start();
    await until(async () => (await missing()) === 0, 'all forms to be renewed');
    await stop();
    expect(await older()).toBe(MEMORIES * TENANTS.length);
    // What a process of the release before leaves behind when it replaces a memory.
    await test.asOwner(
      `delete from memory_vectors where encoder <> '${OLDER}' and memory_id in (select id from memories where key = 'k7')`,
    );
    await test.asOwner(`update tenant_heads set forms_renewed_at = now() - interval '2 days'`);
    const observer = new CountingObserver();
    (await start(observer)).renewal.start();
    await until(async () => (await missing()) === 0, 'the memory of the older process to be renewed');
    expect(observer.renewed).toBe(TENANTS.length);
    await stop();
    await test.asOwner(`update tenant_heads set forms_renewed_at = now() - interval '2 days'`);
    (await start()).renewal.start();
    await until(async () => (await older()) === 0, 'older forms to be removed');
    expect(await missing()).toBe(0);
  }, 120_000);

  it('keeps what ratings say of like questions as long as the vector space is the same', async () => {
    await test.asOwner(`
      insert into memory_feedback (tenant_id, memory_id, question, encoder, vector, value, seq, rated_at)
      select tenant_id, id, '\\x01', '${OLDER}', '\\x07', 1, 1, now() from memories where tenant_id = 'ana' and key = 'k1'`);
    const vectors = (version: string) =>
      test.asOwner(`select vector from index_ratings('ana', 'default', '${version}', 0, 10)`);
    const [space] = OLDER.split('+');
    expect(await vectors(`${space}+multilingual@1+analyser-9`)).toEqual([{ vector: Buffer.of(7) }]);
    expect(await vectors('another@1+multilingual@1+analyser-9')).toEqual([{ vector: null }]);
  });
});
