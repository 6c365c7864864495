import {
  type IndexObserver,
  type InProcessMemory,
  LocalEngine,
  type Ranked,
  readRankingFiles,
} from '@somabrain/memory';
import { loadRankingAssets, RANKING_CONSTANTS, type RankingAssets } from '@somabrain/retrieval';
import { contextOf, memoryOf } from '../support/memory-fields';
import { CountingObserver, openMemory } from '../support/memory-harness';
import { quietLogger, TestDatabase } from '../support/test-database';

const ana = contextOf('ana');
const FROM = 20;
const QUESTION = { text: 'which harbour has a lighthouse', limit: 50, explain: true };

describe('the snapshot of an index', () => {
  let test: TestDatabase;
  let writer: InProcessMemory;
  let assets: RankingAssets;
  const open: LocalEngine[] = [];

  beforeAll(async () => {
    test = await TestDatabase.create();
    writer = await openMemory(test.database);
    assets = loadRankingAssets(await readRankingFiles());
  });

  afterEach(async () => {
    for (const engine of open.splice(0)) await engine.close();
  });

  afterAll(async () => {
    await writer.close();
    await test.drop();
  });

  /** The engine of a process that has just started. */
  function started(observer: IndexObserver, searchable: readonly string[] = ['title']): LocalEngine {
    const settings = { budgetBytes: 2 ** 28, constants: RANKING_CONSTANTS, searchable, snapshotsFrom: FROM };
    const engine = new LocalEngine(test.database, assets, settings, observer, quietLogger());
    open.push(engine);
    return engine;
  }

  const ask = (engine: LocalEngine, namespace: string): Promise<Ranked> =>
    engine.rank([{ tenant: ana.tenant, namespace }], QUESTION);

  const partsOf = (namespace: string) =>
    test.asOwner<{ part: number }>('select part from index_snapshots where namespace = $1', [namespace]);

  /** Memories of a namespace whose index is stored. @returns their ids */
  async function stored(namespace: string): Promise<string[]> {
    const memories = Array.from({ length: 2 * FROM }, (_, i) =>
      memoryOf(`harbour ${i} has ${i % 3 ? 'a lighthouse' : 'no light'}`, {
        namespace,
        sessionId: `s${i % 4}`,
      }),
    );
    const results = await writer.service.rememberBatch(ana, memories, { atomic: true });
    const observer = new CountingObserver();
    const engine = started(observer);
    await ask(engine, namespace);
    await engine.storeSnapshot();
    expect(observer).toMatchObject({ loads: { count: 1 }, restored: { count: 0 }, stored: { count: 1 } });
    return results.map((result) => ('id' in result ? result.id : ''));
  }

  it('is loaded instead of all memories, ranks the same and catches up', async () => {
    await stored('caught-up');
    await writer.service.remember(
      ana,
      memoryOf('a new lighthouse in the harbour', { namespace: 'caught-up' }),
    );
    const observer = new CountingObserver();
    const restored = await ask(started(observer), 'caught-up');
    expect(observer).toMatchObject({ loads: { count: 0 }, restored: { count: 1 } });
    await test.asOwner('delete from index_snapshots');
    const loading = new CountingObserver();
    const made = await ask(started(loading), 'caught-up');
    expect(loading.loads.count).toBe(1);
    expect(restored.hits).toEqual(made.hits);
    expect(restored.hits).toHaveLength(2 * FROM + 1);
  });

  it('goes with a memory that is removed, and holds it no more when it is made again', async () => {
    const [id] = await stored('removed');
    expect(await partsOf('removed')).not.toEqual([]);
    await writer.service.delete(ana, id!);
    expect(await partsOf('removed')).toEqual([]);
    const engine = started(new CountingObserver());
    await ask(engine, 'removed');
    await engine.storeSnapshot();
    const restored = await ask(started(new CountingObserver()), 'removed');
    expect(restored.hits.map((hit) => hit.id)).not.toContain(id);
    expect(restored.hits).toHaveLength(2 * FROM - 1);
  });

  it('is not stored where the namespace has changed meanwhile', async () => {
    await stored('changing');
    await test.asOwner('delete from index_snapshots');
    const observer = new CountingObserver();
    const engine = started(observer);
    await ask(engine, 'changing');
    const write = test.database.writeTenant.bind(test.database);
    const meanwhile = jest
      .spyOn(test.database, 'writeTenant')
      .mockImplementationOnce(async (tenant, work) => {
        await writer.service.remember(ana, memoryOf('one more', { namespace: 'changing' }));
        return write(tenant, work);
      });
    await engine.storeSnapshot();
    meanwhile.mockRestore();
    expect(observer.stored.count).toBe(0);
    expect(await partsOf('changing')).toEqual([]);
  });

  it('is passed over where it is damaged, incomplete, or made with other settings', async () => {
    await stored('damaged');
    const other = new CountingObserver();
    await ask(started(other, ['subject']), 'damaged');
    expect(other).toMatchObject({ loads: { count: 1 }, restored: { count: 0 }, damaged: { count: 0 } });
    await test.asOwner(
      `update index_snapshots set content = set_byte(content, 5000, get_byte(content, 5000) # 1) where namespace = 'damaged'`,
    );
    const observer = new CountingObserver();
    const engine = started(observer);
    expect((await ask(engine, 'damaged')).hits).toHaveLength(2 * FROM);
    expect(observer).toMatchObject({ loads: { count: 1 }, restored: { count: 0 }, damaged: { count: 1 } });
    await engine.storeSnapshot();
    await test.asOwner(`update index_snapshots set parts = 2 where namespace = 'damaged'`);
    const incomplete = new CountingObserver();
    expect((await ask(started(incomplete), 'damaged')).hits).toHaveLength(2 * FROM);
    expect(incomplete).toMatchObject({ loads: { count: 1 }, restored: { count: 0 } });
  });

  it('is passed over where changes after it are pruned', async () => {
    await stored('pruned');
    await writer.service.remember(ana, memoryOf('a last lighthouse', { namespace: 'pruned' }));
    await test.asOwner(`update tenant_heads set change_horizon = change_seq where tenant_id = 'ana'`);
    const observer = new CountingObserver();
    expect((await ask(started(observer), 'pruned')).hits).toHaveLength(2 * FROM + 1);
    expect(observer.loads.count).toBe(1);
  });

  it('is only of the whole namespace: who sees a part of it loads that', async () => {
    await stored('parts');
    const observer = new CountingObserver();
    const visibility = { userId: ['bob'] };
    const engine = started(observer);
    const { hits } = await engine.rank([{ tenant: ana.tenant, namespace: 'parts', visibility }], QUESTION);
    expect(hits).toEqual([]);
    expect(observer).toMatchObject({ loads: { count: 1 }, restored: { count: 0 } });
  });
});
