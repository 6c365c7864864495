import { Database } from '@somabrain/database';
import type { InProcessMemory } from '@somabrain/memory';
import { contextOf, memoryOf, queryOf } from '../support/memory-fields';
import { openMemory } from '../support/memory-harness';
import { PostgresProxy } from '../support/postgres-proxy';
import { quietLogger, TestDatabase } from '../support/test-database';

const LIMIT_MS = 3_000;

describe('a Postgres that takes connections and never answers', () => {
  let test: TestDatabase;
  let proxy: PostgresProxy;
  let database: Database;
  let memory: InProcessMemory;
  const context = contextOf('acme');

  beforeAll(async () => {
    test = await TestDatabase.create();
    proxy = await PostgresProxy.start(test.dsn);
    database = new Database({ dsn: proxy.dsnFor(test.dsn), poolSize: 4 }, quietLogger());
    memory = await openMemory(database);
    await memory.service.remember(context, memoryOf('The bakery opens at six'));
  });

  afterAll(async () => {
    await proxy.stop();
    await memory.close();
    await database.close();
    await test.drop();
  });

  afterEach(() => {
    proxy.thaw();
  });

  it.each([
    ['the first recall of a namespace', () => memory.service.recall(context, queryOf('bakery'))],
    ['a recall of the past', () => memory.service.recall(context, queryOf('bakery', { asOf: Date.now() }))],
    [
      'a look at a list',
      () => memory.service.export(context, { namespace: null })[Symbol.asyncIterator]().next(),
    ],
  ])('fails %s within three seconds, and says nothing about writes', async (_, read) => {
    proxy.freeze();
    const began = performance.now();
    await expect(read()).rejects.toMatchObject({
      code: 'DATABASE_UNAVAILABLE',
      message: expect.not.stringMatching(/write|stored/) as string,
    });
    expect(performance.now() - began).toBeLessThan(LIMIT_MS);
  });

  it('is waited for where it is only slow', async () => {
    const slow = database.query<{ slept: string }>({ text: 'select pg_sleep(2)::text as slept' }, []);
    expect(await slow).toHaveLength(1);
  });
});
