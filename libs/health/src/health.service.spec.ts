import { Global, Module } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { BackendFault, createLogger, Logger } from '@somabrain/kernel';
import { BackendIndicator } from './backend-indicator';
import { type BackendNeed, Backends } from './backends';
import { HealthModule } from './health.module';
import { HealthService } from './health.service';
import { PostgresIndicator } from './postgres-indicator';

/** A health service over a database whose ping is given. */
async function healthOver(
  ping: () => Promise<void>,
  {
    embedded = false,
    memory = null,
    opa = null,
  }: {
    embedded?: boolean;
    memory?: BackendIndicator | null;
    opa?: { indicator: BackendIndicator; need: BackendNeed } | null;
  } = {},
) {
  const lines: string[] = [];
  const logger = createLogger('INFO', { write: (line) => lines.push(line) });
  @Global()
  @Module({ providers: [{ provide: Logger, useValue: logger }], exports: [Logger] })
  class TestLoggerModule {}
  const settings = { version: 'v1.2.3', mode: 'production' };
  const module = await Test.createTestingModule({
    imports: [TestLoggerModule, HealthModule.forRoot(settings)],
  }).compile();
  const backends = module.get(Backends, { strict: false });
  const indispensable = { required: true, indispensable: true };
  backends.register(new PostgresIndicator({ ping }, embedded), indispensable);
  if (memory) backends.register(memory, indispensable);
  if (opa) backends.register(opa.indicator, opa.need);
  await module.init();
  modules.push(module);
  const messages = () => lines.map((line) => (JSON.parse(line) as { msg: string }).msg);
  return { health: module.get(HealthService), backends, messages };
}

/** A memory service apart whose ping is given. */
class MemoryService extends BackendIndicator {
  readonly name = 'memory';
  readonly embedded = false;

  constructor(readonly ping: () => Promise<void>) {
    super();
  }
}

const answers = () => Promise.resolve();
const refuses = () => Promise.reject(new Error('password authentication failed for user "soma"'));

const modules: TestingModule[] = [];
afterEach(async () => {
  for (const module of modules.splice(0)) await module.close();
});

describe('HealthService', () => {
  it('is healthy and ready while Postgres answers', async () => {
    const { health } = await healthOver(answers);
    expect(health.report()).toMatchObject({
      status: 'healthy',
      ok: true,
      ready: true,
      postgres_ok: true,
      memory_ok: true,
      components: {
        postgres: { status: 'healthy', latency_ms: expect.any(Number) as number, required: true },
        memory: { http: true },
      },
      version: 'v1.2.3',
      mode: 'production',
    });
    expect(health.readiness()).toBe('ready');
  });

  it('names an embedded Postgres as such', async () => {
    const { health } = await healthOver(answers, { embedded: true });
    expect(health.report().components.postgres.status).toBe('embedded');
  });

  it('is unhealthy and not ready while Postgres does not answer, and keeps what it said to the log', async () => {
    const { health, messages } = await healthOver(refuses);
    const report = health.report();
    expect(report).toMatchObject({
      status: 'unhealthy',
      ok: false,
      ready: false,
      postgres_ok: false,
      memory_ok: false,
    });
    expect(JSON.stringify(report)).not.toContain('password');
    expect(health.readiness()).toBe('postgres_down');
    expect(messages()).toEqual([]);
  });

  it('gives a probe that hangs at most a second, once, and then answers without it', async () => {
    let probes = 0;
    const { health } = await healthOver(() => {
      probes += 1;
      return new Promise(() => undefined);
    });
    for (let times = 0; times < 1_000; times += 1) health.readiness();
    expect([health.readiness(), probes]).toEqual(['postgres_down', 1]);
    expect(health.report().components.postgres.reason).toBe('it gave no answer within 1000 ms');
  });

  it('tells of a credential that is refused which setting to correct, and nothing else of the error', async () => {
    const said = new BackendFault(
      'credentials',
      'it refuses the password: correct SOMABRAIN_POSTGRES_DSN',
      new Error('user soma'),
    );
    const { health, messages } = await healthOver(() => Promise.reject(said));
    expect(health.report().components.postgres).toMatchObject({
      status: 'unhealthy',
      reason: 'it refuses the password: correct SOMABRAIN_POSTGRES_DSN',
    });
    expect(JSON.stringify(health.report())).not.toContain('soma');
    expect(messages()).toEqual(['a backend does not answer']);
  });

  it('asks once for all who want to know', async () => {
    let pings = 0;
    const { health } = await healthOver(() => {
      pings += 1;
      return Promise.resolve();
    });
    for (let times = 0; times < 50; times += 1) health.report();
    health.readiness();
    expect(pings).toBe(1);
  });

  it('reports a memory service apart, with its latency', async () => {
    const { health } = await healthOver(answers, { memory: new MemoryService(answers) });
    expect(health.report().components.memory).toEqual({
      status: 'healthy',
      latency_ms: expect.any(Number) as number,
      required: true,
      http: true,
    });
    expect(health.readiness()).toBe('ready');
  });

  it('is unhealthy and not ready while the memory service apart does not answer, though Postgres does', async () => {
    const { health } = await healthOver(answers, { memory: new MemoryService(refuses) });
    expect(health.report()).toMatchObject({
      ok: false,
      postgres_ok: true,
      memory_ok: false,
      components: { memory: { status: 'unhealthy', http: false } },
    });
    expect(health.readiness()).toBe('memory_down');
  });

  it('is not ready while it stops, though the backends are fine', async () => {
    const { health } = await healthOver(answers);
    health.beginStopping();
    expect(health.readiness()).toBe('stopping');
    expect(health.report()).toMatchObject({ status: 'healthy', ready: false });
  });

  it.each([
    [{ required: false, indispensable: false }, { status: 'degraded', ready: true, ok: true }, 'ready'],
    [{ required: true, indispensable: false }, { status: 'degraded', ready: true, ok: false }, 'ready'],
    [{ required: true, indispensable: true }, { status: 'unhealthy', ready: false, ok: false }, 'opa_down'],
  ])('of a policy that is down with %j says %j', async (need, said, readiness) => {
    const indicator = new (class extends BackendIndicator {
      readonly name = 'opa';
      readonly embedded = false;
      readonly ping = refuses;
    })();
    const { health } = await healthOver(answers, { opa: { indicator, need } });
    expect(health.report()).toMatchObject({
      ...said,
      opa_ok: false,
      components: { opa: { required: need.required } },
    });
    expect(health.readiness()).toBe(readiness);
  });
});
