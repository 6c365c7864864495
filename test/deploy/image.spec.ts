import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RunningApi } from '../e2e/support/running-api';
import { backendUrl } from '../stack/backends';
import { loadPolicy } from '../support/load-policy';
import { blocksBelow } from '../support/markdown';
import { outputOf, PROJECT, runProgram } from '../support/run-program';
import { TestDatabase } from '../support/test-database';
import { buildImage, IMAGE, inImage } from './built-image';
import { RunningContainer } from './running-container';

const SECRET = `planted-${randomBytes(16).toString('hex')}`;
const API_PORT = process.env.SOMABRAIN_HOST_PORT ?? '9999';
const MEMORY_PORT = process.env.SOMABRAIN_MEMORY_PORT ?? '9595';
const API_TOKEN = randomBytes(32).toString('hex');
const MIB = 1024 * 1024;

/** What lies beside the sources of someone who works on them, and must not get into the image. */
const PLANTED = {
  '.env': `SOMABRAIN_JWT_SECRET=${SECRET}`,
  'config/.env.production': `SOMABRAIN_JWT_SECRET=${SECRET}`,
  'libs/config/src/server.pem': SECRET,
  'apps/api/src/planted.spec.ts': `export const secret = '${SECRET}';`,
  'scripts/.env.local': SECRET,
  id_rsa: SECRET,
};

beforeAll(() => buildImage(PLANTED), 600_000);

describe('the image', () => {
  const { version } = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8')) as { version: string };

  it('adds at most 100 MiB to Node', async () => {
    const sizes = await Promise.all(
      [IMAGE, 'node:24-bookworm-slim'].map((image) =>
        outputOf('docker', ['image', 'inspect', '--format', '{{.Size}}', image]),
      ),
    );
    const [image, base] = sizes.map((size) => Number(size) / MIB);
    console.log(`image: ${image?.toFixed(0)} MiB, of which Node: ${base?.toFixed(0)} MiB`);
    expect(image! - base!).toBeLessThan(100);
  });

  it('says what it is', async () => {
    const labels = JSON.parse(
      await outputOf('docker', ['image', 'inspect', '--format', '{{json .Config.Labels}}', IMAGE]),
    ) as Record<string, string>;
    expect(labels).toMatchObject({
      'org.opencontainers.image.title': 'SomaBrain',
      'org.opencontainers.image.version': version,
      'org.opencontainers.image.licenses': 'Apache-2.0',
    });
  });

  it('holds no secret of whoever built it', async () => {
    expect((await runProgram('docker', ['run', '--rm', IMAGE, 'grep', '-rl', SECRET, '/app'])).out).toBe('');
  });

  it('holds no test, no source and nothing to install with', async () => {
    const files = await inImage(
      'find',
      '/app',
      '-path',
      '/app/node_modules',
      '-prune',
      '-o',
      '-type',
      'f',
      '-print',
    );
    expect(files).toContain('/app/dist/apps/api/src/main.js');
    expect(files.split('\n').filter((file) => /\.(spec|test)\.|fixtures|\.ts$|\.env/.test(file))).toEqual([]);
    const packages = (await inImage('ls', '/app/node_modules')).split('\n');
    expect(packages).toContain('pg');
    expect(packages.filter((name) => /^(jest|typescript|eslint|prettier|tsx)$/.test(name))).toEqual([]);
    expect((await runProgram('docker', ['run', '--rm', IMAGE, 'which', 'npm', 'npx', 'yarn'])).out).toBe('');
  });

  it('refuses to start without a configuration, with 78 and a report', async () => {
    const { code, err } = await runProgram('docker', ['run', '--rm', IMAGE]);
    expect(code).toBe(78);
    expect(err).toContain('SOMABRAIN_POSTGRES_DSN: it is not set, and SOMABRAIN_MODE=production demands it');
  });

  it('is the command line, too', async () => {
    expect((await inImage('somabrain', '--version')).trim()).toBe(version);
  });
});

describe('the stack in hardened containers, on real servers', () => {
  let database: TestDatabase;
  const containers: RunningContainer[] = [];
  /** Those that run until they are stopped, each after those it needs. */
  const services: RunningContainer[] = [];
  let api: RunningContainer;
  let client: RunningApi;

  beforeAll(async () => {
    await loadPolicy(backendUrl('OPA_URL'), 'policies-prod');
    database = await TestDatabase.create({ migrated: false });
    const settings = {
      SOMABRAIN_MODE: 'production',
      SOMABRAIN_POSTGRES_DSN: database.dsn,
      SOMABRAIN_REDIS_URL: backendUrl('REDIS_URL'),
      SOMABRAIN_KAFKA_URL: `kafka://${backendUrl('KAFKA_BROKERS')}`,
      SOMABRAIN_KAFKA_REPLICATION_FACTOR: '1',
      SOMABRAIN_OPA_URL: backendUrl('OPA_URL'),
      SOMABRAIN_MEMORY_HTTP_ENDPOINT: `http://127.0.0.1:${MEMORY_PORT}`,
      SOMABRAIN_MEMORY_HTTP_TOKEN: randomBytes(32).toString('hex'),
      SOMABRAIN_API_TOKEN: API_TOKEN,
      SOMABRAIN_MEMORY_PORT: MEMORY_PORT,
      SOMABRAIN_PORT: API_PORT,
    };
    const start = async (...command: string[]): Promise<RunningContainer> => {
      const container = await RunningContainer.start(settings, ...command);
      containers.push(container);
      return container;
    };
    for (const job of ['migrate', 'topics']) {
      const container = await start('somabrain', job);
      expect([job, await container.ended(), await container.log()]).toEqual([job, 0, expect.any(String)]);
    }
    const memory = await start('node', 'scripts/start.mjs', 'memory');
    services.push(memory);
    const memoryMs = await memory.answers(`http://127.0.0.1:${MEMORY_PORT}/health/ready`);
    api = await start();
    services.push(api);
    const apiMs = await api.answers(`http://127.0.0.1:${API_PORT}/health/ready`);
    console.log(`ready after ${memoryMs.toFixed(0)} ms (memory), ${apiMs.toFixed(0)} ms (API)`);
    client = new RunningApi(`http://127.0.0.1:${API_PORT}`, [], () => Promise.resolve());
  }, 120_000);
  afterAll(async () => {
    for (const container of containers) await container.remove();
    await database.drop();
  });

  it('works as uid 1000 without capabilities on a root that cannot be written', async () => {
    for (const container of services) {
      const status = await container.exec('cat', '/proc/1/status');
      expect(status).toMatch(/^Uid:\s+1000\s+1000\s+1000\s+1000$/m);
      expect(status).toMatch(/^CapEff:\s+0000000000000000$/m);
      expect(status).toMatch(/^NoNewPrivs:\s+1$/m);
      await expect(container.exec('touch', '/app/planted')).rejects.toThrow('Read-only file system');
      await container.exec('touch', '/tmp/scratch');
    }
  });

  it('passes the health check of the guide, from inside and from the host', async () => {
    const inside = await api.exec('curl', '-fsS', `http://localhost:${API_PORT}/health`);
    expect(JSON.parse(inside)).toMatchObject({ status: 'healthy', mode: 'production' });
    expect((await client.get('/health')).json()).toMatchObject({ status: 'healthy', memory_ok: true });
  });

  it(`passes the functional test of the guide on port ${API_PORT}`, async () => {
    const identity = { Authorization: `Bearer ${API_TOKEN}` };
    const memory = {
      content: 'Test memory for production deployment',
      metadata: { test: true, deployment: 'production' },
    };
    expect((await client.post('/remember', memory)).status).toBe(401);
    expect((await client.post('/remember', memory, identity)).status).toBe(201);
    const recalled = await client.post('/recall', { query: 'test memory', k: 5 }, identity);
    expect(recalled.status).toBe(200);
    expect(recalled.json()).toMatchObject({ results: [memory] });
    const { text } = await client.get('/metrics');
    expect(text).toMatch(/^somabrain_requests_total\{method="POST",endpoint="\/remember",status="201"\} 1$/m);
  });

  it('answers the calls of docs/deployment.md as they are typed', async () => {
    const document = readFileSync(join(PROJECT, 'docs/deployment.md'), 'utf8');
    const [, looks = ''] = blocksBelow(document, 'Verify');
    const [, , calls = ''] = blocksBelow(document, 'Functional test');
    const env = { URL: `http://127.0.0.1:${API_PORT}`, JWT_TOKEN: API_TOKEN };
    const { code, out, err } = await runProgram(
      'bash',
      ['--norc', '-euo', 'pipefail', '-c', `${looks}${calls.replaceAll('curl', 'curl -fsS')}`],
      { env },
    );
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('"status": "healthy"');
    expect(out).toContain('somabrain_density_trace_error_total 0');
    expect(out).toMatch(/\{"results":\[.*Test memory for production deployment/);
  });

  it('passes the checklist as far as it concerns the service', async () => {
    const checklist = ['scripts/verify_deployment.sh', '--url', `http://localhost:${API_PORT}`];
    // What stands around it is not there, so it ends with 1.
    const { code, out } = await api.attempt(...checklist);
    const lines = out.trimEnd().split('\n');
    expect(lines.slice(0, 8).map((line) => line.replace(/:.*/, ''))).toEqual([
      'OK      every backend answers',
      'OK      the mode is strict',
      // Those of the owner of the tables, of Redis and of others are not given to this container.
      'NOT CHECKED passwords and tokens are your own',
      'OK      callers must show who they are',
      'OK      the policy fails closed',
      'OK      it stores and finds',
      'OK      it can be measured',
      'OK      the audit reaches Kafka',
    ]);
    expect(code).toBe(1);
  });

  it('ends at SIGTERM by itself, having answered, with 0 and no error in its log', async () => {
    for (const container of services.reverse()) {
      expect(await container.stop()).toBe(0);
      const log = await container.log();
      expect(log).toContain('"msg":"stopped"');
      expect(log).not.toMatch(/"level":"(ERROR|FATAL)"/);
      expect(log).not.toContain('"origin":"node"');
    }
  }, 60_000);
});
