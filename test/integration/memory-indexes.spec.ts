import type { InProcessMemory } from '@somabrain/memory';
import { contextOf, memoryOf, queryOf } from '../support/memory-fields';
import { CountingObserver, openMemory } from '../support/memory-harness';
import { TestDatabase } from '../support/test-database';
import { waitFor } from '../support/wait-for';

const ana = contextOf('ana');

describe('the indexes of several processes', () => {
  let test: TestDatabase;
  const open: InProcessMemory[] = [];

  beforeAll(async () => {
    test = await TestDatabase.create();
  });

  afterEach(async () => {
    for (const memory of open.splice(0)) await memory.close();
  });

  afterAll(() => test.drop());

  async function process(
    ...settings: Parameters<typeof openMemory> extends [unknown, ...infer Rest] ? Rest : never
  ): Promise<InProcessMemory> {
    const memory = await openMemory(test.database, ...settings);
    open.push(memory);
    return memory;
  }

  async function contents(memory: InProcessMemory, query: string, namespace: string): Promise<string[]> {
    const { results } = await memory.service.recall(ana, queryOf(query, { namespace, limit: 100 }));
    return results.map((result) => result.memory.content);
  }

  it('agree with a model after any interleaving of writes, updates and deletes', async () => {
    const processes = await Promise.all([process(), process()]);
    const model = new Map<string, Map<string, { id: string; content: string }>>();
    let seed = 7;
    const random = (below: number): number => {
      seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
      return Math.floor((seed / 2 ** 31) * below);
    };
    for (let step = 0; step < 400; step += 1) {
      const { service } = processes[random(2)]!;
      const namespace = `model-${random(3)}`;
      const key = `k${random(6)}`;
      const known = model.get(namespace) ?? new Map<string, { id: string; content: string }>();
      model.set(namespace, known);
      const action = random(4);
      if (action <= 1) {
        const content = `fact about topic ${key} said ${step}`;
        const { id } = await service.remember(ana, memoryOf(content, { namespace, key }));
        known.set(key, { id, content });
      } else if (action === 2) {
        const there = known.get(key);
        if (there) await service.delete(ana, there.id);
        known.delete(key);
      }
      const found = await contents(processes[random(2)]!, 'fact topic', namespace);
      expect(found.toSorted()).toEqual([...known.values()].map((each) => each.content).toSorted());
    }
  }, 120_000);

  it('load anew when the changes they miss are pruned', async () => {
    const [writer, sleeper] = [await process({ changeRetentionDays: 0 }), await process()];
    await writer.service.remember(ana, memoryOf('first pruned', { namespace: 'pruned' }));
    expect(await contents(sleeper, 'pruned', 'pruned')).toHaveLength(1);
    const { id } = await writer.service.remember(ana, memoryOf('second pruned', { namespace: 'pruned' }));
    await writer.service.remember(ana, memoryOf('third pruned', { namespace: 'pruned' }));
    await writer.service.delete(ana, id);
    await waitForNextMillisecond(test);
    await writer.maintenance.runAll();
    expect(await test.asOwner(`select from memory_changes where tenant_id = 'ana'`)).toEqual([]);
    expect((await contents(sleeper, 'pruned', 'pruned')).toSorted()).toEqual([
      'first pruned',
      'third pruned',
    ]);
    await writer.service.remember(ana, memoryOf('fourth pruned', { namespace: 'pruned' }));
    expect(await contents(sleeper, 'pruned', 'pruned')).toHaveLength(3);
  });

  it('are evicted when they outgrow the budget together, and come back', async () => {
    const observer = new CountingObserver();
    const namespaces = Array.from({ length: 8 }, (_, index) => `evicted-${index}`);
    const writer = await process();
    for (const namespace of namespaces) {
      const memories = Array.from({ length: 100 }, (_, index) =>
        memoryOf(`entry ${index} of ${namespace}`, { namespace }),
      );
      await writer.service.rememberBatch(ana, memories, { atomic: false });
    }
    const one = new CountingObserver();
    await contents(await process({}, one), 'entry', namespaces[0]!);
    const reader = await process({ indexMemoryBytes: one.bytes * 3 }, observer);
    for (const namespace of [...namespaces, ...namespaces])
      expect(await contents(reader, 'entry', namespace)).toHaveLength(100);
    expect(observer.evictions.count).toBeGreaterThan(5);
    expect(observer.loads.count).toBeGreaterThan(namespaces.length);
    expect(observer.bytes).toBeLessThanOrEqual(one.bytes * 3);
  });

  it('refuse a namespace that alone is larger than the budget, and serve the others', async () => {
    const writer = await process();
    const memories = Array.from({ length: 500 }, (_, index) =>
      memoryOf(`line ${index} of a long list`, { namespace: 'large' }),
    );
    await writer.service.rememberBatch(ana, memories, { atomic: false });
    await writer.service.remember(ana, memoryOf('a short note', { namespace: 'small' }));
    const sizes = new CountingObserver();
    await contents(await process({}, sizes), 'line', 'large');
    const reader = await process({ indexMemoryBytes: Math.floor(sizes.bytes * 0.8) });
    await expect(contents(reader, 'line', 'large')).rejects.toMatchObject({ code: 'NAMESPACE_TOO_LARGE' });
    expect(await contents(reader, 'note', 'small')).toEqual(['a short note']);
  });

  it('share one load among those who wait for it', async () => {
    const observer = new CountingObserver();
    const reader = await process({}, observer);
    await Promise.all(Array.from({ length: 30 }, () => contents(reader, 'line', 'large')));
    expect(observer.loads.count).toBe(1);
  });

  it('analyse what was stored by another analyser', async () => {
    const writer = await process();
    await writer.service.remember(ana, memoryOf('a form from before', { namespace: 'older' }));
    await test.asOwner(`update memory_vectors set encoder = 'older' where tenant_id = 'ana'`);
    expect(await contents(await process(), 'form', 'older')).toEqual(['a form from before']);
  });
});

/** Changes younger than the retention are kept, so with a retention of nothing they must at least be past. */
async function waitForNextMillisecond(test: TestDatabase): Promise<void> {
  await waitFor(
    async () => (await test.asOwner(`select from memory_changes where changed_at >= now()`)).length === 0,
    { timeoutMs: 1_000, what: () => 'the changes to be past' },
  );
}
