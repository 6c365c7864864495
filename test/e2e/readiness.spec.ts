import { Global, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { BackendIndicator, type BackendName, Backends, HealthModule } from '@somabrain/health';
import { HealthController } from '@somabrain/runtime';
import { createLogger, Logger } from '@somabrain/kernel';
import { MemoryConnection, MemoryIndicator } from '@somabrain/memory';
import { MemoryHttpMetrics, MetricsRegistry } from '@somabrain/metrics';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { AccessController } from '../../apps/memory/src/access.controller';
import { remoteMemory } from '../support/memory-apart';
import { waitFor } from '../support/wait-for';

type Fault = 'well' | 'gone' | 'frozen' | 'slow' | 'slower';

const SLOW_MS = 600;
/** More than a probe waits. */
const SLOWER_MS = 1_500;

/** A backend that fails as the test says. */
class Backend extends BackendIndicator {
  readonly embedded = false;
  fault: Fault = 'well';

  constructor(readonly name: BackendName) {
    super();
  }

  async ping(): Promise<void> {
    if (this.fault === 'gone') throw new Error('connect ECONNREFUSED');
    if (this.fault === 'frozen') await new Promise(() => undefined);
    if (this.fault === 'slow') await pause(SLOW_MS);
    if (this.fault === 'slower') await pause(SLOWER_MS);
  }
}

const INDISPENSABLE = { required: true, indispensable: true };
const REQUIRED = { required: true, indispensable: false };

/** What the two services are wired to; the API asks the real probe of the memory service over HTTP. */
const backends = {
  api: {
    postgres: new Backend('postgres'),
    redis: new Backend('redis'),
    kafka: new Backend('kafka'),
    opa: new Backend('opa'),
  },
  memory: { postgres: new Backend('postgres'), kafka: new Backend('kafka') },
};

@Global()
@Module({
  providers: [{ provide: Logger, useValue: createLogger('FATAL') }],
  exports: [Logger],
})
class QuietModule {}

@Module({
  imports: [QuietModule, HealthModule.forRoot({ version: 'v0', mode: 'production' })],
  controllers: [HealthController, AccessController],
})
class ServiceModule {}

async function startOver(indicators: readonly BackendIndicator[]): Promise<[NestExpressApplication, string]> {
  const app = await NestFactory.create<NestExpressApplication>(ServiceModule, { logger: false });
  const registered = app.get(Backends, { strict: false });
  for (const indicator of indicators) {
    const dispensable = indicator.name === 'redis' || indicator.name === 'kafka';
    registered.register(indicator, dispensable ? REQUIRED : INDISPENSABLE);
  }
  await app.listen(0, '127.0.0.1');
  return [app, `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`];
}

/** Every backend and every fault: what each service says while it lasts. The table of docs/faults.md. */
const TABLE: readonly [keyof typeof backends, BackendName, Fault, string, string][] = [
  ['api', 'postgres', 'gone', 'postgres_down', 'ready'],
  ['api', 'postgres', 'frozen', 'postgres_down', 'ready'],
  ['api', 'postgres', 'slow', 'ready', 'ready'],
  ['api', 'postgres', 'slower', 'postgres_down', 'ready'],
  ['api', 'redis', 'gone', 'ready', 'ready'],
  ['api', 'redis', 'frozen', 'ready', 'ready'],
  ['api', 'redis', 'slower', 'ready', 'ready'],
  ['api', 'kafka', 'gone', 'ready', 'ready'],
  ['api', 'kafka', 'frozen', 'ready', 'ready'],
  ['api', 'kafka', 'slower', 'ready', 'ready'],
  ['api', 'opa', 'gone', 'opa_down', 'ready'],
  ['api', 'opa', 'frozen', 'opa_down', 'ready'],
  ['api', 'opa', 'slow', 'ready', 'ready'],
  ['memory', 'kafka', 'gone', 'ready', 'ready'],
  ['memory', 'kafka', 'frozen', 'ready', 'ready'],
  ['memory', 'kafka', 'slower', 'ready', 'ready'],
  ['memory', 'postgres', 'gone', 'memory_down', 'postgres_down'],
  ['memory', 'postgres', 'frozen', 'memory_down', 'postgres_down'],
];

describe('readiness of both services while a backend fails', () => {
  let connection: MemoryConnection;
  let apps: NestExpressApplication[];
  let api: string;
  let memory: string;

  beforeAll(async () => {
    const [memoryApp, memoryUrl] = await startOver(Object.values(backends.memory));
    connection = new MemoryConnection(remoteMemory(memoryUrl), new MemoryHttpMetrics(new MetricsRegistry()));
    const [apiApp, apiUrl] = await startOver([
      ...Object.values(backends.api),
      new MemoryIndicator(connection),
    ]);
    [apps, api, memory] = [[apiApp, memoryApp], apiUrl, memoryUrl];
  });
  afterAll(async () => {
    for (const app of apps) await app.close();
    await connection.close();
  });

  const said = async (url: string) =>
    ((await (await fetch(`${url}/health/ready`)).json()) as { status: string }).status;
  const told = async (url: string, name: string) =>
    ((await (await fetch(`${url}/health`)).json()) as Record<string, unknown>)[`${name}_ok`];

  it.each(TABLE)(
    '%s: %s %s',
    async (service, name, fault, ofApi, ofMemory) => {
      const backend = Object.values(backends[service]).find((each) => each.name === name)!;
      const url = service === 'api' ? api : memory;
      backend.fault = fault;
      await waitFor(
        async () => (await told(url, name)) === (fault === 'slow') && (await said(api)) === ofApi,
        {
          timeoutMs: 10_000,
          what: () => 'the fault to be told',
        },
      );
      const slowest = await scraped([api, memory]);
      expect([await said(api), await said(memory)]).toEqual([ofApi, ofMemory]);
      // On an idle machine it is a few milliseconds; a probe that is waited for takes a second.
      expect(slowest).toBeLessThan(500);
      backend.fault = 'well';
      await waitFor(async () => (await told(url, name)) === true && (await said(api)) === 'ready', {
        timeoutMs: 15_000,
        what: () => 'the end to be told',
      });
    },
    40_000,
  );
});

/** Asks everything that operators and balancers ask, ten at a time. @returns milliseconds that the slowest answer took */
async function scraped(urls: readonly string[]): Promise<number> {
  const paths = urls.flatMap((url) => ['', '/live', '/ready'].map((path) => `${url}/health${path}`));
  let slowest = 0;
  for (let round = 0; round < 5; round += 1) {
    await Promise.all(
      paths.flatMap((path) =>
        [1, 2].map(async () => {
          const start = performance.now();
          const { status } = await fetch(path);
          if (path.endsWith('/live')) expect(status).toBe(200);
          slowest = Math.max(slowest, performance.now() - start);
        }),
      ),
    );
  }
  return slowest;
}
