import { loadConfiguration } from '@somabrain/config';
import { recordMaintenanceRun } from '@somabrain/database';
import { startService } from '../../apps/api/src/start-service';
import { PostgresProxy } from '../support/postgres-proxy';
import { quietLogger, TestDatabase } from '../support/test-database';
import { waitFor } from '../support/wait-for';
import { RunningApi } from './support/running-api';

describe('the metrics that operators are woken by', () => {
  let database: TestDatabase;
  let proxy: PostgresProxy;
  let api: RunningApi;
  let stop: () => Promise<void>;

  beforeAll(async () => {
    database = await TestDatabase.create();
    await recordMaintenanceRun(database.database, 'backup', true);
    await recordMaintenanceRun(database.database, 'backup', false);
    await recordMaintenanceRun(database.database, 'test-restore', false);
    proxy = await PostgresProxy.start(database.dsn);
    const { configuration } = loadConfiguration({
      SOMABRAIN_POSTGRES_DSN: proxy.dsnFor(database.dsn),
      SOMABRAIN_PORT: '0',
    });
    const service = await startService(configuration, quietLogger());
    stop = service.stop;
    api = new RunningApi(service.url, [], stop);
  });
  afterAll(async () => {
    await stop();
    await proxy.stop();
    await database.drop();
  });

  /** Values of a metric by its labels. */
  async function valuesOf(metric: string): Promise<Record<string, number>> {
    const { text } = await api.get('/metrics');
    const lines = text.split('\n').filter((line) => line.startsWith(metric));
    return Object.fromEntries(
      lines.map((line) => {
        const [series = '', value] = line.slice(metric.length).split(' ');
        return [series, Number(value)];
      }),
    );
  }

  it('say when maintenance succeeded last, and whether its last run failed', async () => {
    const metric = 'somabrain_maintenance_last_success_timestamp_seconds';
    await waitFor(async () => Object.keys(await valuesOf(metric)).length > 0, {
      timeoutMs: 10_000,
      what: () => 'what was written down to be read',
    });
    const successes = await valuesOf(metric);
    expect(Object.keys(successes)).toEqual(['{task="backup"}']);
    expect(Math.abs(Date.now() / 1000 - successes['{task="backup"}']!)).toBeLessThan(600);
    expect(await valuesOf('somabrain_maintenance_last_run_failed')).toEqual({
      '{task="backup"}': 1,
      '{task="test-restore"}': 1,
    });
  });

  it('say that a chain was found broken', async () => {
    const acme = { 'X-Tenant-ID': 'acme' };
    expect((await api.post('/remember', { content: 'tea at four' }, acme)).status).toBe(201);
    await database.asOwner(
      `update audit_log set hash = sha256('') where tenant_id = 'acme' and stream = 'operations'`,
    );
    await api.post('/audit/verify', {}, acme);
    // The text may be a second old.
    await waitFor(
      async () => (await valuesOf('somabrain_audit_chain_faults_total'))['{stream="operations"}'] === 1,
      { timeoutMs: 5_000, what: () => 'the fault to be counted' },
    );
  });

  it('say that it takes requests and whom it reaches, and when that is over, without a restart', async () => {
    expect(await valuesOf('somabrain_ready')).toEqual({ '': 1 });
    expect(await valuesOf('somabrain_backend_up')).toEqual({
      '{backend="postgres"}': 1,
      '{backend="opa"}': 1,
      '{backend="memory"}': 1,
    });
    proxy.cut();
    await waitFor(async () => (await valuesOf('somabrain_ready'))[''] === 0, {
      timeoutMs: 10_000,
      what: () => 'the process to be not ready',
    });
    expect(await valuesOf('somabrain_backend_up')).toMatchObject({ '{backend="postgres"}': 0 });
    proxy.mend();
    await waitFor(async () => (await valuesOf('somabrain_ready'))[''] === 1, {
      timeoutMs: 10_000,
      what: () => 'the process to be ready',
    });
  });
});
