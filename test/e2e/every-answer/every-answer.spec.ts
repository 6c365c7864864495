import { answerOf, type SomaBrainClient } from '@somabrain/client';
import { startMemoryApart, TOKEN } from '../../support/memory-apart';
import { PostgresProxy } from '../../support/postgres-proxy';
import type { TestDatabase } from '../../support/test-database';
import { waitFor } from '../../support/wait-for';
import { whileLocked } from '../../support/while-locked';
import { describeAccessAnswers } from './access-answers';
import { describeSleepAnswers } from './sleep-answers';
import { fillQueue, SPOILT, TABLES } from './faults';
import {
  fileOf,
  fill,
  IMPORTS,
  NOTHING,
  NOTIFICATION,
  plantSeed,
  type Request,
  REQUESTS,
  TENANT,
  type Seed,
} from './requests';
import { Trial } from './trial';

const AS_OF_LIMIT = 20_000;
const ISSUED = {
  SOMABRAIN_API_TOKEN: 'a-token-of-the-tests',
  SOMABRAIN_PUBLIC_URL: 'https://brain.example.com',
  SOMABRAIN_OAUTH_AUTHORIZATION_SERVERS: 'https://id.example.com',
};

describe('every answer that openapi.json documents', () => {
  let trial: Trial;
  let proxy: PostgresProxy;
  let client: SomaBrainClient;
  /** Of a service with a cognitive loop. */
  let thinking: SomaBrainClient;
  /** Of a service that knows who issues tokens for it. */
  let issued: SomaBrainClient;
  let database: TestDatabase;

  beforeAll(async () => {
    trial = await Trial.start();
    ({ client, database } = trial);
    thinking = await trial.serve({ ENABLE_COG_THREADS: '1' });
    issued = await trial.serve(ISSUED);
    proxy = await PostgresProxy.start(database.dsn);
  });
  afterAll(async () => {
    await trial.stop();
    await proxy.stop();
  });

  const start = (settings: Record<string, string> = {}) => trial.serve(settings);
  const servedBy = (route: string) => {
    if (route.includes('/.well-known/')) return issued;
    return /\/reward\/|\/learner\//.test(route) ? thinking : client;
  };
  const routesWith = (code: string) => trial.routesWith(code);
  const send = (by: SomaBrainClient, route: string, seed: Seed, spoilt: Request = {}) =>
    trial.send(by, route, seed, spoilt);
  const expectEnding = (outcome: ReturnType<typeof send>, route: string, code: string) =>
    trial.expectEnding(outcome, route, code);

  it.each([...IMPORTS, ...Object.keys(REQUESTS)])('%s comes from a good request', async (route) => {
    const { response } = await send(servedBy(route), route, await plantSeed(client));
    expect([route, response.ok]).toEqual([route, true]);
  });

  it('202 comes from a notification, and 304 where nothing has changed', async () => {
    for (const route of ['POST /mcp', 'POST /mcp/u/{user}'])
      expect([route, (await send(client, route, NOTHING, NOTIFICATION)).response.status]).toEqual([
        route,
        202,
      ]);
    const { id, ...repeated } = await plantSeed(client);
    await answerOf(client.POST('/remember', { body: { content: 'The second', ...repeated } }));
    const { response } = await client.GET('/memories/{id}', {
      params: { path: { id } },
      headers: { 'If-None-Match': '"3"' },
    });
    expect(response.status).toBe(304);
  });

  it.each(Object.entries(SPOILT))('%s comes from a request spoilt in this way', async (code, spoil) => {
    const seed = await plantSeed(client);
    for (const route of routesWith(code))
      await expectEnding(send(client, route, seed, spoil(route)), route, code);
  });

  it('IDEMPOTENCY_KEY_REUSED comes from a second request under the key of the first', async () => {
    for (const route of routesWith('IDEMPOTENCY_KEY_REUSED')) {
      const headers = { 'Idempotency-Key': `reused for ${route}`.replaceAll(/[^a-z]/g, '-') };
      const first = await send(client, route, await plantSeed(client), { headers });
      expect([route, first.response.ok]).toEqual([route, true]);
      const second = send(client, route, await plantSeed(client), { headers });
      await expectEnding(second, route, 'IDEMPOTENCY_KEY_REUSED');
    }
  });

  it('MEMORY_NOT_FOUND comes from naming a memory that is not there', async () => {
    for (const route of routesWith('MEMORY_NOT_FOUND'))
      await expectEnding(send(client, route, NOTHING), route, 'MEMORY_NOT_FOUND');
  });

  it('CURSOR_INVALID comes from a cursor that no list gave', async () => {
    for (const route of routesWith('CURSOR_INVALID')) {
      const seed = await plantSeed(client);
      const cursor = { cursor: 'nonsense' };
      const spoilt = route.startsWith('GET')
        ? { params: { ...REQUESTS[route]?.(seed).params, query: cursor } }
        : { body: { from_key: seed.key, namespace: seed.namespace, ...cursor } };
      await expectEnding(send(client, route, seed, spoilt), route, 'CURSOR_INVALID');
    }
  });

  it('the others about one memory come from asking what it cannot do', async () => {
    const [one, other] = [await plantSeed(client), await plantSeed(client)];
    const patch = 'PATCH /memories/{id}';
    const restore = 'POST /memories/{id}/restore';
    const taken = { body: { key: other.key, namespace: other.namespace } };
    await expectEnding(send(client, patch, one, taken), patch, 'KEY_TAKEN');
    const old = { headers: { 'If-Match': '"1"' } };
    await expectEnding(send(client, patch, one, old), patch, 'VERSION_MISMATCH');
    const replace = 'PUT /memories/by-key/{key}';
    const unheard = { params: { path: { key: `${one.key} anew` } } };
    expect((await send(client, replace, one, unheard)).response.status).toBe(201);
    const never = { body: { version: 77 } };
    await expectEnding(send(client, restore, one, never), restore, 'VERSION_NOT_FOUND');
    await answerOf(
      client.PATCH('/memories/{id}', { params: { path: { id: one.id } }, body: { key: 'new' } }),
    );
    const { key, namespace } = one;
    await answerOf(client.POST('/remember', { body: { content: 'In its place', key, namespace } }));
    await expectEnding(send(client, restore, one), restore, 'KEY_TAKEN');
    for (const route of IMPORTS)
      await expectEnding(send(client, route, one, fileOf('{}\n')), route, 'IMPORT_INVALID');
  });

  describeAccessAnswers(() => trial);
  describeSleepAnswers(() => trial);

  it('AS_OF_TOO_LARGE and NAMESPACE_TOO_LARGE come from asking too much', async () => {
    const small = await start({ SOMABRAIN_INDEX_MEMORY_MB: '16' });
    const namespace = 'large';
    await fill(small, namespace, AS_OF_LIMIT + 1_000);
    const route = 'POST /recall';
    const past = { body: { query: 'note', namespace, as_of: new Date().toISOString() } };
    await expectEnding(send(small, route, NOTHING, past), route, 'AS_OF_TOO_LARGE');
    for (const asking of routesWith('NAMESPACE_TOO_LARGE')) {
      const now = { body: { [asking === 'POST /act' ? 'task' : 'query']: 'note', namespace } };
      await expectEnding(send(small, asking, NOTHING, now), asking, 'NAMESPACE_TOO_LARGE');
    }
  }, 90_000);

  it('DEADLINE_EXCEEDED comes while the database is slow', async () => {
    const seed = await plantSeed(client);
    await whileLocked(database.dsn, `lock table ${TABLES.join(', ')} in access exclusive mode`, async () => {
      const headers = { 'X-Deadline-MS': '100' };
      await Promise.all(
        routesWith('DEADLINE_EXCEEDED').map((route) =>
          expectEnding(send(servedBy(route), route, seed, { headers }), route, 'DEADLINE_EXCEEDED'),
        ),
      );
    });
  });

  it('OVERLOADED comes while as much waits as may wait', async () => {
    const full = await start({ SOMABRAIN_WRITE_QUEUE_MAX: '1' });
    const seed = await plantSeed(client);
    let waiting: Promise<unknown>[] = [];
    const lock = `select 1 from tenant_heads where tenant_id = '${TENANT}' for update`;
    await whileLocked(database.dsn, lock, async () => {
      waiting = await fillQueue(full);
      for (const route of routesWith('OVERLOADED'))
        await expectEnding(send(full, route, seed), route, 'OVERLOADED');
    });
    await Promise.all(waiting);
  });

  it('INTERNAL comes when something is broken that nobody thought of', async () => {
    const broken = await start();
    const seed = await plantSeed(broken);
    const renamed = [
      'memories',
      'memory_links',
      'audit_log',
      'import_progress',
      'tenant_heads',
      'tenant_minds',
      'adaptation_history',
      'sleep_runs',
    ];
    for (const table of renamed) await database.asOwner(`alter table ${table} rename to ${table}_gone`);
    try {
      for (const route of routesWith('INTERNAL'))
        await expectEnding(send(broken, route, seed), route, 'INTERNAL');
    } finally {
      for (const table of renamed) await database.asOwner(`alter table ${table}_gone rename to ${table}`);
    }
  });

  it('WRITES_QUEUED comes while writes of the tenant are queued in the journal', async () => {
    const seed = await plantSeed(client);
    const say = (rows: number) =>
      database.asOwner('update tenant_heads set journaled = $2 where tenant_id = $1', [TENANT, rows]);
    await say(1);
    for (const route of routesWith('WRITES_QUEUED'))
      await expectEnding(send(client, route, seed), route, 'WRITES_QUEUED');
    await say(0);
  });

  it('202 comes from what is accepted while the memory service is down, and not required', async () => {
    const alone = await start({ SOMABRAIN_MEMORY_HTTP_ENDPOINT: 'http://127.0.0.1:9' });
    const seed = await plantSeed(client);
    for (const route of ['POST /remember', 'PUT /memories/by-key/{key}', 'POST /remember/batch'])
      expect([route, (await send(alone, route, seed)).response.status]).toEqual([route, 202]);
    await waitFor(async () => (await database.asOwner('select from write_journal')).length === 0, {
      timeoutMs: 10_000,
      what: () => 'the journal to empty',
    });
  });

  it('MEMORY_UNAVAILABLE comes while the memory service is down', async () => {
    const memory = await startMemoryApart(database.dsn);
    const alone = await start({
      SOMABRAIN_REQUIRE_MEMORY: '1',
      SOMABRAIN_MEMORY_HTTP_ENDPOINT: memory.url,
      SOMABRAIN_MEMORY_HTTP_TOKEN: TOKEN,
    });
    const seed = await plantSeed(alone);
    await memory.stop();
    for (const route of routesWith('MEMORY_UNAVAILABLE'))
      await expectEnding(send(alone, route, seed), route, 'MEMORY_UNAVAILABLE');
  });

  it('COGNITION_UNAVAILABLE comes where there is no cognitive loop', async () => {
    for (const route of routesWith('COGNITION_UNAVAILABLE'))
      await expectEnding(send(client, route, NOTHING), route, 'COGNITION_UNAVAILABLE');
  });

  it('UTILITY_REJECTED comes from a model that thinks little of its answer', async () => {
    const seed = await plantSeed(client);
    const headers = { 'X-Model-Confidence': '0.5' };
    for (const route of routesWith('UTILITY_REJECTED'))
      await expectEnding(send(client, route, seed, { headers }), route, 'UTILITY_REJECTED');
  });

  it('VERSION_NOT_FOUND comes from going back to what never was learnt', async () => {
    const route = 'POST /context/adaptation/reset';
    await expectEnding(
      send(client, route, NOTHING, { body: { version: 9_999 } }),
      route,
      'VERSION_NOT_FOUND',
    );
  });

  it('WORKING_MEMORY_UNAVAILABLE comes while Redis is down', async () => {
    const alone = await start({ SOMABRAIN_REDIS_URL: 'redis://127.0.0.1:9' });
    const seed = await plantSeed(client);
    for (const route of routesWith('WORKING_MEMORY_UNAVAILABLE'))
      await expectEnding(send(alone, route, seed), route, 'WORKING_MEMORY_UNAVAILABLE');
  });

  it('DATABASE_UNAVAILABLE and the 503 of health come while the database is down', async () => {
    const cut = await start({ SOMABRAIN_POSTGRES_DSN: proxy.dsnFor(database.dsn) });
    const seed = await plantSeed(cut);
    proxy.cut();
    for (const route of routesWith('DATABASE_UNAVAILABLE'))
      await expectEnding(send(cut, route, seed), route, 'DATABASE_UNAVAILABLE');
    for (const route of ['GET /health', 'GET /health/ready']) {
      await waitFor(async () => (await send(cut, route, seed)).response.status === 503, {
        timeoutMs: 10_000,
        what: () => `503 of ${route}`,
      });
    }
    proxy.mend();
  });

  it('was seen, and nothing else', () => {
    const missing = [...trial.documented].filter((ending) => !trial.ledger.seen.has(ending));
    const surprising = [...trial.ledger.seen].filter((ending) => !trial.documented.has(ending));
    expect({ missing, surprising }).toEqual({ missing: [], surprising: [] });
  });
});
