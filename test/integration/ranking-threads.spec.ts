import { Worker } from 'node:worker_threads';
import type { InProcessMemory } from '@somabrain/memory';
import { parseTenantId } from '@somabrain/kernel';
import { contextOf, memoryOf, queryOf } from '../support/memory-fields';
import { CountingObserver, openMemory } from '../support/memory-harness';
import { TestDatabase } from '../support/test-database';

const NAMES = ['ana', 'ben', 'cleo', 'dan', 'eve'];

describe('ranking in threads', () => {
  let test: TestDatabase;
  let inThread: InProcessMemory;
  let threaded: InProcessMemory;
  const observer = new CountingObserver();

  beforeAll(async () => {
    test = await TestDatabase.create();
    inThread = await openMemory(test.database);
    threaded = await openMemory(test.database, { rankingThreads: 2 }, observer);
  });

  afterAll(async () => {
    await Promise.all([inThread.close(), threaded.close()]);
    await test.drop();
  });

  const asked = (memory: InProcessMemory, tenant: string, text: string, fields = {}) =>
    memory.service.recall(contextOf(tenant), queryOf(text, { explain: true, ...fields }));

  it('answers word for word what one thread answers, now and about the past', async () => {
    for (const name of NAMES) {
      const memories = Array.from({ length: 40 }, (_, i) =>
        memoryOf(`${name} met number ${i} in the garden`),
      );
      await threaded.service.rememberBatch(contextOf(name), memories, { atomic: false });
    }
    const asOf = Date.now() + 60_000;
    for (const name of NAMES) {
      for (const fields of [{}, { asOf }, { filter: { tags: ['none'] } }]) {
        const [one, other] = await Promise.all([
          asked(inThread, name, 'who met number 7?', fields),
          asked(threaded, name, 'who met number 7?', fields),
        ]);
        expect(other).toEqual(one);
      }
    }
    expect(observer.loads.count).toBe(NAMES.length);
    expect(observer.bytes).toBeGreaterThan(0);
  });

  it('finds what was just written, whichever of many ask at once', async () => {
    const found = await Promise.all(
      Array.from({ length: 60 }, async (_, i) => {
        const tenant = NAMES[i % NAMES.length]!;
        await threaded.service.remember(contextOf(tenant), memoryOf(`the parcel ${i} came`));
        const { results } = await asked(threaded, tenant, `parcel ${i}`);
        return results.some(({ memory }) => memory.content === `the parcel ${i} came`);
      }),
    );
    expect(found.every(Boolean)).toBe(true);
  });

  it('passes problems on as they are', async () => {
    const small = await openMemory(test.database, { rankingThreads: 1, indexMemoryBytes: 1024 });
    try {
      await expect(asked(small, 'ana', 'garden')).rejects.toMatchObject({ code: 'NAMESPACE_TOO_LARGE' });
    } finally {
      await small.close();
    }
  });

  it('answers 503 for what a lost thread had under way, and goes on with another', async () => {
    const postMessage = Worker.prototype.postMessage;
    jest.spyOn(Worker.prototype, 'postMessage').mockImplementationOnce(function (this: Worker, ...args) {
      void this.terminate();
      postMessage.apply(this, args);
    });
    await expect(asked(threaded, 'ana', 'garden')).rejects.toMatchObject({ code: 'MEMORY_UNAVAILABLE' });
    jest.restoreAllMocks();
    const { results } = await asked(threaded, 'ana', 'garden');
    expect(results).toHaveLength(10);
  });

  it('keeps tenants apart', async () => {
    const stranger = parseTenantId('stranger', 'test');
    const { results } = await asked(threaded, stranger, 'garden');
    expect(results).toEqual([]);
  });
});
