import { readFileSync } from 'node:fs';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parse, stringify } from 'yaml';
import { createTopics } from '../stack/kafka';
import { EXPORTER_METRICS } from '../support/exporter-metrics';
import { parseManifests } from '../support/kubernetes/manifest';
import { TOKEN } from '../support/memory-apart';
import { PROJECT, runProgram } from '../support/run-program';
import { ServiceProcess } from '../support/service-process';
import { TcpProxy } from '../support/tcp-proxy';
import { TestDatabase } from '../support/test-database';
import { waitFor } from '../support/wait-for';
import { rendered, withFile } from './chart';
import { PrometheusServer } from './prometheus-server';

const CONFIGURATION = 'deploy/prometheus/prometheus.yml';
const RULES = 'deploy/prometheus/somabrain-alerts.yml';
const CASES = 'deploy/prometheus/tests/somabrain-alerts.test.yml';
const SLOW_CASES = 'deploy/prometheus/tests/backup-alerts.test.yml';

const JOBS = ['kafka', 'memory', 'opa', 'postgres', 'prometheus', 'redis', 'somabrain'];

const read = (path: string) => readFileSync(join(PROJECT, path), 'utf8');
const promtool = (...args: string[]) => runProgram('promtool', args);

describe('promtool', () => {
  it('finds nothing wrong with the configuration and the rules', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'somabrain-prometheus-'));
    for (const path of [CONFIGURATION, RULES])
      await copyFile(join(PROJECT, path), join(folder, basename(path)));
    // Operators put it there: docs/monitoring.md.
    await writeFile(join(folder, 'metrics-token'), 'a-token');
    const checked = await promtool('check', 'config', join(folder, basename(CONFIGURATION)));
    expect(checked).toMatchObject({ code: 0, err: '' });
    expect(checked.out).toMatch(/\d+ rules found/);
    await rm(folder, { recursive: true });
  });

  it('sees every alert fire by its cause, and end after it', async () => {
    const { code, out } = await promtool('test', 'rules', CASES, SLOW_CASES);
    expect([code, out]).toEqual([0, expect.stringContaining('SUCCESS')]);
  }, 120_000);

  it.each([
    ['a threshold that nobody reaches', '> 60\n', '> 6000\n', 'SomaBrainAuditOutboxOld'],
    ['a rate where a sum belongs', 'somabrain_ready == 0', 'somabrain_ready < 0', 'SomaBrainNotReady'],
    ['an alert that waits too long', 'for: 2m', 'for: 20m', 'SomaBrainNotReady'],
  ])(
    'would find %s',
    async (_, text, by, alert) => {
      expect(read(RULES)).toContain(text);
      await withFile(read(RULES).replace(new RegExp(escape(text), 'g'), by), async (path) => {
        await withFile(read(CASES).replace('../somabrain-alerts.yml', path), async (cases) => {
          const { code, out, err } = await promtool('test', 'rules', cases);
          expect(code).not.toBe(0);
          expect(out + err).toContain(alert);
        });
      });
    },
    120_000,
  );

  it.each([
    ['a misspelt key', 'scrape_interval: 5s', 'scrape_intervall: 5s'],
    ['a duration that is none', 'scrape_interval: 30s', 'scrape_interval: 30'],
  ])('refuses a configuration with %s', async (_, text, by) => {
    await withFile(read(CONFIGURATION).replace(text, by), async (path) => {
      expect((await promtool('check', 'config', '--syntax-only', path)).code).not.toBe(0);
    });
  });

  it('finds nothing wrong with what the chart gives Prometheus', async () => {
    const manifests = parseManifests(
      await rendered([
        '--values',
        'deploy/helm/values.prod.yaml',
        '--set',
        'prometheus.alertmanagers={am:9093}',
      ]),
    );
    const data = manifests.find(
      ({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === 'somabrain-prometheus',
    )?.data;
    await withFile(withoutKubernetes(data?.['prometheus.yml'] ?? ''), async (path) => {
      expect(await promtool('check', 'config', '--syntax-only', path)).toMatchObject({ code: 0, err: '' });
    });
    await withFile(data?.['somabrain-alerts.yml'] ?? '', async (path) => {
      expect(await promtool('check', 'rules', path)).toMatchObject({ code: 0, err: '' });
    });
  });
});

describe('a real Prometheus with the shipped configuration', () => {
  let database: TestDatabase;
  let memory: ServiceProcess;
  let api: ServiceProcess;
  let brokers: TcpProxy;
  let prometheus: PrometheusServer;
  const exporter = (name: string) => hostOf(process.env[`${name}_EXPORTER_URL`], `${name}_EXPORTER_URL`);

  beforeAll(async () => {
    await createTopics();
    database = await TestDatabase.create();
    const shared = { SOMABRAIN_POSTGRES_DSN: database.dsn, SOMABRAIN_MEMORY_HTTP_TOKEN: TOKEN };
    brokers = await TcpProxy.start(`kafka://${process.env.KAFKA_BROKERS}`);
    brokers.become('gone');
    const kafka = { SOMABRAIN_KAFKA_URL: brokers.urlFor(`kafka://${process.env.KAFKA_BROKERS}`) };
    memory = await ServiceProcess.start({ ...shared, ...kafka }, 'memory');
    api = await ServiceProcess.start({
      ...shared,
      ...kafka,
      SOMABRAIN_MEMORY_HTTP_ENDPOINT: memory.url,
      SOMABRAIN_REDIS_URL: process.env.REDIS_URL ?? '',
      SOMABRAIN_OPA_URL: process.env.OPA_URL ?? '',
    });
    prometheus = await PrometheusServer.start(
      new Map([
        ['somabrain:9696', hostOf(api.url)],
        ['memory-service:9595', hostOf(memory.url)],
        ['redis:9121', exporter('REDIS')],
        ['postgres-exporter:9187', exporter('POSTGRES')],
        ['kafka-exporter:9308', exporter('KAFKA')],
        ['opa:8181', hostOf(process.env.OPA_URL, 'OPA_URL')],
      ]),
    );
  }, 180_000);
  afterAll(async () => {
    await prometheus.stop();
    await api.stop();
    await memory.stop();
    await brokers.stop();
    await database.drop();
  });

  it('reads every target', async () => {
    const up = async () => (await prometheus.targets()).filter(({ health }) => health === 'up');
    await waitFor(async () => (await up()).length === JOBS.length, {
      timeoutMs: 60_000,
      what: () => 'every target to be up',
    });
    expect((await up()).map(({ labels }) => labels.job).sort()).toEqual(JOBS);
  }, 90_000);

  it.each(Object.entries(EXPORTER_METRICS))(
    'finds at %s what alerts and dashboards read of it',
    async (job, metrics) => {
      for (const [metric, labels] of Object.entries(metrics)) {
        // A consumer group that nobody made has no lag.
        if (metric === 'kafka_consumergroup_lag') continue;
        const query = `${metric}{job="${job}"${labels.map((label) => `, ${label}!=""`).join('')}}`;
        await waitFor(async () => (await prometheus.series(query)) > 0, {
          timeoutMs: 60_000,
          what: () => query,
        });
      }
    },
    120_000,
  );

  it('evaluates every rule', async () => {
    await waitFor(async () => (await prometheus.rules()).every(({ health }) => health !== 'unknown'), {
      timeoutMs: 60_000,
      what: () => 'every rule to be evaluated',
    });
    expect((await prometheus.rules()).filter(({ health }) => health !== 'ok')).toEqual([]);
  }, 90_000);

  it('fires the alert of the outbox while Kafka is away, and ends it when Kafka is back', async () => {
    const state = async () =>
      (await prometheus.rules()).find(({ name }) => name === 'SomaBrainAuditOutboxOld')?.state;
    expect(await state()).not.toBe('firing');
    await remember();
    const untilItIs = async (wanted: string): Promise<string> => {
      const start = performance.now();
      await waitFor(async () => (await state()) === wanted, {
        timeoutMs: 240_000,
        what: () => `the alert to be ${wanted}`,
      });
      return `${((performance.now() - start) / 1000).toFixed(0)} s`;
    };
    const fired = await untilItIs('firing');
    brokers.become('well');
    console.log(
      `SomaBrainAuditOutboxOld fired after ${fired}; over ${await untilItIs('inactive')} after Kafka was back`,
    );
  }, 420_000);

  async function remember(): Promise<void> {
    const { status } = await fetch(`${api.url}/remember`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ content: 'tea at four' }),
    });
    expect(status).toBe(201);
  }
});

/** The host and port of a URL. @throws where the run was given none */
function hostOf(url: string | undefined, variable = ''): string {
  if (!url) throw new Error(`${variable} is not set: run the suites with npm run test:deploy`);
  return new URL(url).host;
}

/** Distributions build Prometheus without its discovery of pods; everything else of a job is the same. */
function withoutKubernetes(configuration: string): string {
  const parsed = parse(configuration) as { scrape_configs: Record<string, unknown>[] };
  return stringify({
    ...parsed,
    scrape_configs: parsed.scrape_configs.map(({ kubernetes_sd_configs: _, ...job }) => job),
  });
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
