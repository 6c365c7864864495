import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { TestDatabase } from '../support/test-database';

const START = join(__dirname, '..', '..', 'scripts', 'start.mjs');

/** Runs the service until it gives up. */
function startOf(app: 'api' | 'memory', settings: Record<string, string>) {
  const { status, stderr, stdout } = spawnSync(process.execPath, [START, app], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, SOMABRAIN_PORT: '0', ...settings },
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { status, stderr, printed: `${stdout}${stderr}` };
}

describe('a service that must not start', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await TestDatabase.create();
  });
  afterAll(() => database.drop());

  it('says everything that is wrong in one report, none of it a secret, and exits with 78', () => {
    const { status, stderr, printed } = startOf('api', {
      SOMABRAIN_MODE: 'production',
      SOMABRAIN_POSTGRES_DSN: 'postgresql://soma:soma_dev_pass_planted@db/somabrain',
      SOMABRAIN_JWT_SECRET: 'short-planted',
      SOMABRAIN_DISABLE_AUTH: '1',
      SOMABRAIN_RATE_RPS: 'many',
      SOMABRAIN_LOG_LEVEL: 'LOUD',
      SOMABRAIN_MEMORY_HTTP_TOKEN: 'dev-planted',
      SOMABRAIN_REDIS_URL: 'http://:planted@redis',
      SOMABRAIN_INDEX_MEMORY_MB: '1',
    });
    expect(status).toBe(78);
    expect(printed).not.toContain('planted');
    const lines = stderr.split('\n').filter((line) => line.startsWith('  '));
    expect(lines.map((line) => line.trim().split(':')[0])).toEqual([
      'SOMABRAIN_LOG_LEVEL',
      'SOMABRAIN_POSTGRES_DSN',
      'SOMABRAIN_REDIS_URL',
      'SOMABRAIN_KAFKA_URL',
      'SOMABRAIN_DISABLE_AUTH',
      'SOMABRAIN_JWT_SECRET',
      'SOMABRAIN_OPA_URL',
      'SOMABRAIN_RATE_RPS',
      'SOMABRAIN_MEMORY_HTTP_ENDPOINT',
      'SOMABRAIN_MEMORY_HTTP_TOKEN',
      'SOMABRAIN_INDEX_MEMORY_MB',
    ]);
  });

  it.each([
    [
      'api',
      ['SOMABRAIN_KAFKA_URL', 'SOMABRAIN_REDIS_URL', 'SOMABRAIN_OPA_URL', 'SOMABRAIN_MEMORY_HTTP_ENDPOINT'],
    ],
    ['memory', ['SOMABRAIN_KAFKA_URL']],
  ] as const)('names every backend that does not answer in time: %s', (app, silent) => {
    const { status, stderr } = startOf(app, {
      SOMABRAIN_FORCE_FULL_STACK: '1',
      SOMABRAIN_REQUIRE_MEMORY: '1',
      SOMABRAIN_STARTUP_WAIT_SECONDS: '1',
      SOMABRAIN_POSTGRES_DSN: database.dsn,
      SOMABRAIN_REDIS_URL: 'redis://127.0.0.1:9/0',
      SOMABRAIN_KAFKA_URL: '127.0.0.1:9',
      SOMABRAIN_OPA_URL: 'http://127.0.0.1:9',
      SOMABRAIN_MEMORY_HTTP_ENDPOINT: 'http://127.0.0.1:9',
      SOMABRAIN_MEMORY_HTTP_TOKEN: 'a-token-of-the-tests',
      SOMABRAIN_MEMORY_PORT: '0',
    });
    const lines = stderr.split('\n').filter((line) => line.startsWith('  '));
    expect([status, lines.map((line) => line.trim().split(':')[0])]).toEqual([78, silent]);
    for (const line of lines) expect(line).toContain('does not answer after 1 s');
  });
});
