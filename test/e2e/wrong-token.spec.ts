import { type Configuration, loadConfiguration, Secret } from '@somabrain/config';
import { requireBackends } from '@somabrain/runtime';
import { createLogger } from '@somabrain/kernel';
import { requiredMemory } from '@somabrain/memory';
import { BACKEND_CHECKS } from '../../apps/cli/src/doctor/backend-checks';
import { startService } from '../../apps/api/src/start-service';
import { type MemoryApart, startMemoryApart } from '../support/memory-apart';
import { TestDatabase } from '../support/test-database';

const VARIABLE = 'SOMABRAIN_MEMORY_HTTP_TOKEN';

describe('an API with another token than its memory service', () => {
  let database: TestDatabase;
  let apart: MemoryApart;
  let configuration: Configuration;

  beforeAll(async () => {
    database = await TestDatabase.create();
    apart = await startMemoryApart(database.dsn);
    ({ configuration } = loadConfiguration({
      SOMABRAIN_POSTGRES_DSN: database.dsn,
      SOMABRAIN_PORT: '0',
      SOMABRAIN_MEMORY_HTTP_ENDPOINT: apart.url,
      SOMABRAIN_MEMORY_HTTP_TOKEN: 'another-token',
      SOMABRAIN_REQUIRE_MEMORY: '1',
    }));
  });
  afterAll(async () => {
    await apart.stop();
    await database.drop();
  });

  it('says so in health, at once, is not ready, and logs it once', async () => {
    const log: string[] = [];
    const api = await startService(configuration, createLogger('INFO', { write: (line) => log.push(line) }));
    try {
      const report: unknown = await (await fetch(`${api.url}/health`)).json();
      expect(report).toMatchObject({
        ok: false,
        components: { memory: { status: 'unhealthy', reason: expect.stringContaining(VARIABLE) as string } },
      });
      expect(JSON.stringify(report)).not.toContain('another-token');
      expect(await (await fetch(`${api.url}/health/ready`)).json()).toEqual({ status: 'memory_down' });
      const headers = { 'Content-Type': 'application/json' };
      for (let times = 0; times < 3; times += 1) {
        const body = JSON.stringify({ query: 'x' });
        expect((await fetch(`${api.url}/recall`, { method: 'POST', headers, body })).status).toBe(503);
      }
    } finally {
      await api.stop();
    }
    const errors = log.filter((line) => line.includes('"level":"ERROR"'));
    expect(errors).toHaveLength(1);
    expect(errors[0]).toContain(VARIABLE);
    expect(log.join()).not.toContain('another-token');
  });

  it('does not start where everything must answer, and names the variable', async () => {
    const strict = { ...configuration.strict, fullStack: true };
    const refused = requireBackends({ ...configuration, strict }, createLogger('FATAL'), () =>
      requiredMemory(configuration),
    );
    await expect(refused).rejects.toMatchObject({
      name: 'ConfigurationError',
      problems: [{ variable: VARIABLE }],
    });
  });

  it('is told by the doctor; with the right one all is well', async () => {
    const check = BACKEND_CHECKS.find(({ name }) => name === 'memory service')!;
    const nothing = {} as Parameters<typeof check.run>[1];
    await expect(check.run(configuration, nothing)).rejects.toThrow(VARIABLE);
    const { memory } = configuration;
    const token = new Secret('a-token-of-the-tests');
    const right = { ...configuration, memory: { ...memory, remote: { ...memory.remote!, token } } };
    expect(await check.run(right, nothing)).toMatchObject({ status: 'ok' });
  });
});
