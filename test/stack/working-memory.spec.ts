import { newId } from '@somabrain/kernel';
import { RedisConnection } from '@somabrain/redis';
import {
  InProcessSessionBuffer,
  RedisSessionBuffer,
  type SessionBuffer,
  textCode,
} from '@somabrain/working-memory';
import { BOUNDS, describeSessionBuffer } from '../contract/session-buffer.contract';
import { startOn } from '../e2e/support/start-api';
import { RunningApi } from '../e2e/support/running-api';
import { contextOf } from '../support/memory-fields';
import { TcpProxy } from '../support/tcp-proxy';
import { quietLogger, TestDatabase } from '../support/test-database';
import { waitFor } from '../support/wait-for';
import { backendUrl } from './backends';

describe('working memory in Redis', () => {
  const connections: RedisConnection[] = [];
  let buffers: SessionBuffer[];
  let shortLived: SessionBuffer;

  beforeAll(async () => {
    for (let count = 0; count < 2; count += 1) connections.push(await connected(backendUrl('REDIS_URL')));
    const [first] = connections;
    buffers = connections.map((connection) => new RedisSessionBuffer(connection, BOUNDS, quietLogger()));
    shortLived = new RedisSessionBuffer(first!, { ...BOUNDS, ttlMs: 50 }, quietLogger());
  });
  afterAll(() => {
    for (const connection of connections) connection.close();
  });

  describeSessionBuffer(
    'Redis, two connections',
    () => buffers,
    () => shortLived,
  );

  it('comes to the same novelty as in process', async () => {
    const own = new InProcessSessionBuffer(BOUNDS);
    const { tenant } = contextOf(`t-${newId()}`);
    const texts = ['The cat sleeps', 'The cat sleeps late', '東京は日本の首都です', 'A dog barks at the cat'];
    const admissions = texts.map((text) => ({ id: newId(), code: textCode(text), reward: 0.5 }));
    for (const buffer of [own, buffers[0]!]) await buffer.admit(tenant, 's', admissions);
    const expected = await own.read(tenant, 's');
    for (const [index, { id, novelty }] of (await buffers[0]!.read(tenant, 's')).entries()) {
      expect(id).toBe(expected[index]?.id);
      expect(novelty).toBeCloseTo(expected[index]!.novelty, 12);
    }
  });
});

describe('an API with working memory in Redis', () => {
  const api = { url: '', stop: () => Promise.resolve() };
  let redis: TcpProxy;
  let database: TestDatabase;
  const headers = { 'X-Tenant-ID': `t-${newId()}` };
  const running = (): RunningApi => new RunningApi(api.url, [], api.stop);
  const start = async (): Promise<void> => {
    const url = redis.urlFor(backendUrl('REDIS_URL'));
    Object.assign(api, await startOn(database.dsn, { SOMABRAIN_REDIS_URL: url }));
    await waitFor(async () => (await running().get('/health')).json<{ redis_ok: boolean }>().redis_ok, {
      timeoutMs: 10_000,
      what: () => 'Redis to be healthy',
    });
  };
  const recall = async () =>
    (await running().post('/recall', { query: 'the plan', session_id: 's' }, headers)).json<{
      working_memory?: { id: string }[];
      results: { id: string; content: string }[];
      degraded?: string[];
    }>();

  beforeAll(async () => {
    database = await TestDatabase.create({ migrated: false });
    redis = await TcpProxy.start(backendUrl('REDIS_URL'));
    await start();
    await running().post('/remember', { content: 'The plan is to leave early', session_id: 's' }, headers);
  });
  afterAll(async () => {
    await api.stop();
    await redis.stop();
    await database.drop();
  });

  it('holds after a restart what it held before', async () => {
    await api.stop();
    await start();
    const { working_memory: found, results, degraded } = await recall();
    expect(results.map(({ content }) => content)).toEqual(['The plan is to leave early']);
    expect(found?.map(({ id }) => id)).toEqual(results.map(({ id }) => id));
    expect(degraded).toBeUndefined();
  });

  it.each(['frozen', 'gone', 'garbage'] as const)(
    'recalls without it while Redis is %s, and with it again',
    async (behaviour) => {
      redis.become(behaviour);
      const without = await recall();
      expect(without).toMatchObject({ degraded: ['working_memory'] });
      expect(without).not.toHaveProperty('working_memory');
      expect(without.results).not.toEqual([]);
      const stored = await running().post(
        '/remember',
        { content: `While ${behaviour}`, session_id: 's' },
        headers,
      );
      expect(stored.status).toBe(201);
      expect((await running().get('/working-memory/s', headers)).status).toBe(503);
      redis.become('well');
      await waitFor(async () => (await recall()).working_memory !== undefined, {
        timeoutMs: 20_000,
        what: () => 'working memory to be back',
      });
    },
    60_000,
  );
});

async function connected(url: string): Promise<RedisConnection> {
  const connection = new RedisConnection({ url }, quietLogger());
  const answers = async () => {
    try {
      await connection.ping();
      return true;
    } catch {
      return false;
    }
  };
  await waitFor(answers, { timeoutMs: 10_000, what: () => `Redis at ${url}` });
  return connection;
}
