import { createLogger, newId } from '@somabrain/kernel';
import { LimiterWithFallback, InProcessRateLimiter, RedisRateLimiter } from '@somabrain/limits';
import { RedisConnection } from '@somabrain/redis';
import { describeRateLimiter } from '../contract/rate-limiter.contract';
import { RunningApi } from '../e2e/support/running-api';
import { ServiceProcess } from '../support/service-process';
import { TcpProxy } from '../support/tcp-proxy';
import { quietLogger, TestDatabase } from '../support/test-database';
import { waitFor } from '../support/wait-for';
import { backendUrl } from './backends';

const BURST = 200;
/** Redis outlives the run: no tenant is used twice. */
const newTenant = () => `t-${newId()}`;

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

describe('limits on Redis', () => {
  const connections: RedisConnection[] = [];

  beforeAll(async () => {
    for (let count = 0; count < 2; count += 1) connections.push(await connected(backendUrl('REDIS_URL')));
  });
  afterAll(() => {
    for (const connection of connections) connection.close();
  });

  describeRateLimiter('Redis, two connections', () =>
    connections.map((connection) => new RedisRateLimiter(connection)),
  );
  describeRateLimiter('Redis with a fallback', () =>
    connections.map(
      (connection) =>
        new LimiterWithFallback(
          new RedisRateLimiter(connection),
          new InProcessRateLimiter(),
          createLogger('FATAL', { write: () => undefined }),
        ),
    ),
  );
});

/** Two processes of the API on one database and one Redis. */
class Processes {
  private constructor(
    readonly apis: readonly RunningApi[],
    private readonly services: readonly ServiceProcess[],
    private readonly database: TestDatabase,
  ) {}

  static async start(redisUrl: string): Promise<Processes> {
    const database = await TestDatabase.create();
    const services: ServiceProcess[] = [];
    for (let count = 0; count < 2; count += 1) {
      services.push(
        await ServiceProcess.start({
          SOMABRAIN_POSTGRES_DSN: database.dsn,
          SOMABRAIN_REDIS_URL: redisUrl,
          SOMABRAIN_RATE_RPS: '0.001',
          SOMABRAIN_RATE_BURST: String(BURST),
        }),
      );
    }
    const apis = services.map(({ url }) => new RunningApi(url, [], () => Promise.resolve()));
    const processes = new Processes(apis, services, database);
    await processes.healthSays('healthy', true);
    return processes;
  }

  async stop(): Promise<void> {
    for (const service of this.services) await service.stop();
    await this.database.drop();
  }

  /** Recalls through both in turn. @returns how many the limiter let through: one of these may still meet a busy process, and is answered 503 */
  async recall(count: number, tenant: string, atOnce: number): Promise<number> {
    let next = 0;
    let passed = 0;
    const caller = async (): Promise<void> => {
      for (; next < count;) {
        next += 1;
        const api = this.apis[next % this.apis.length];
        const answer = await api?.sendOnce('POST', '/recall', {
          headers: { 'Content-Type': 'application/json', 'X-Tenant-ID': tenant },
          body: JSON.stringify({ query: 'anything' }),
        });
        expect([200, 429, 503]).toContain(answer?.status);
        if (answer?.status !== 429 && answer?.headers.has('RateLimit')) passed += 1;
      }
    };
    await Promise.all(Array.from({ length: atOnce }, caller));
    return passed;
  }

  async healthSays(status: string, ok: boolean): Promise<void> {
    for (const api of this.apis) {
      await waitFor(
        async () => {
          const told = (await api.get('/health')).json<{ status: string; redis_ok: boolean }>();
          return told.status === status && told.redis_ok === ok;
        },
        { timeoutMs: 10_000, what: () => `health to say ${status}` },
      );
    }
  }
}

describe('two processes of the API that count in Redis', () => {
  let processes: Processes;

  beforeAll(async () => {
    processes = await Processes.start(backendUrl('REDIS_URL'));
  });
  afterAll(() => processes.stop());

  it('let exactly the burst of a thousand simultaneous calls through', async () => {
    expect(await processes.recall(1_000, newTenant(), 1_000)).toBe(BURST);
  });
});

describe('two processes of the API whose Redis fails', () => {
  let redis: TcpProxy;
  let processes: Processes;

  beforeAll(async () => {
    redis = await TcpProxy.start(backendUrl('REDIS_URL'));
    processes = await Processes.start(redis.urlFor(backendUrl('REDIS_URL')));
  });
  afterAll(async () => {
    await processes.stop();
    await redis.stop();
  });

  it.each(['frozen', 'gone', 'garbage'] as const)(
    'go on, each counting for itself, while it is %s, and count together again',
    async (behaviour) => {
      redis.become(behaviour);
      expect(await processes.recall(3 * BURST, newTenant(), 10)).toBe(2 * BURST);
      await processes.healthSays('degraded', false);
      for (const api of processes.apis) expect((await api.get('/health/ready')).status).toBe(200);
      redis.become('well');
      await processes.healthSays('healthy', true);
      await waitFor(async () => (await processes.recall(2 * BURST, newTenant(), 10)) === BURST, {
        timeoutMs: 20_000,
        what: () => 'requests to be counted together',
      });
    },
    60_000,
  );
});
