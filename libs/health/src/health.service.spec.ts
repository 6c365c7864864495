import { Global, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { createLogger, Logger } from '@somabrain/kernel';
import { BackendIndicator } from './backend-indicator';
import { Backends } from './backends';
import { HealthModule } from './health.module';
import { HealthService } from './health.service';
import { PostgresIndicator } from './postgres-indicator';

/** A health service over a database whose ping is given. */
async function healthOver(
  ping: () => Promise<void>,
  { embedded = false, memory = null }: { embedded?: boolean; memory?: BackendIndicator | null } = {},
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

describe('HealthService', () => {
  it('is healthy and ready while Postgres answers', async () => {
    const { health } = await healthOver(answers);
    expect(await health.report()).toMatchObject({
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
    expect(await health.readiness()).toBe('ready');
  });

  it('names an embedded Postgres as such', async () => {
    const { health } = await healthOver(answers, { embedded: true });
    expect((await health.report()).components.postgres.status).toBe('embedded');
  });

  it('is unhealthy and not ready while Postgres does not answer, and keeps the reason to the log', async () => {
    const { health, messages } = await healthOver(refuses);
    const report = await health.report();
    expect(report).toMatchObject({
      status: 'unhealthy',
      ok: false,
      ready: false,
      postgres_ok: false,
      memory_ok: false,
    });
    expect(JSON.stringify(report)).not.toContain('password');
    expect(await health.readiness()).toBe('postgres_down');
    expect(messages()).toEqual(['a backend does not answer']);
  });

  it('gives a probe that hangs at most a second', async () => {
    const { health } = await healthOver(() => new Promise(() => undefined));
    const start = performance.now();
    expect(await health.readiness()).toBe('postgres_down');
    expect(performance.now() - start).toBeLessThan(2_000);
  });

  it('asks once for all who ask within a second', async () => {
    let pings = 0;
    const { health } = await healthOver(() => {
      pings += 1;
      return Promise.resolve();
    });
    await Promise.all(Array.from({ length: 50 }, () => health.report()));
    await health.readiness();
    expect(pings).toBe(1);
  });

  it('reports a memory service apart, with its latency', async () => {
    const { health } = await healthOver(answers, { memory: new MemoryService(answers) });
    expect((await health.report()).components.memory).toEqual({
      status: 'healthy',
      latency_ms: expect.any(Number) as number,
      required: true,
      http: true,
    });
    expect(await health.readiness()).toBe('ready');
  });

  it('is unhealthy and not ready while the memory service apart does not answer, though Postgres does', async () => {
    const { health } = await healthOver(answers, { memory: new MemoryService(refuses) });
    expect(await health.report()).toMatchObject({
      ok: false,
      postgres_ok: true,
      memory_ok: false,
      components: { memory: { status: 'unhealthy', http: false } },
    });
    expect(await health.readiness()).toBe('memory_down');
  });

  it('is not ready while it stops, though the backends are fine', async () => {
    const { health } = await healthOver(answers);
    health.beginStopping();
    expect(await health.readiness()).toBe('stopping');
    expect(await health.report()).toMatchObject({ status: 'healthy', ready: false });
  });

  it('is degraded while something is down that requests can do without', async () => {
    const { health, backends } = await healthOver(answers);
    const opa = new (class extends BackendIndicator {
      readonly name = 'opa';
      readonly embedded = false;
      readonly ping = refuses;
    })();
    backends.register(opa, { required: false, indispensable: false });
    const down = { status: 'degraded', ready: true, opa_ok: false };
    expect(await health.report()).toMatchObject({
      ...down,
      ok: true,
      components: { opa: { required: false } },
    });
    expect(await health.readiness()).toBe('ready');
    backends.register(opa, { required: true, indispensable: false });
    expect(await health.report()).toMatchObject({
      ...down,
      ok: false,
      components: { opa: { required: true } },
    });
    backends.register(opa, { required: true, indispensable: true });
    expect(await health.report()).toMatchObject({ status: 'unhealthy', ok: false, ready: false });
    expect(await health.readiness()).toBe('opa_down');
  });
});
