import { loadConfiguration } from '@somabrain/config';
import { startService } from '../../apps/api/src/start-service';
import { quietLogger, TestDatabase } from '../support/test-database';
import { waitFor } from '../support/wait-for';
import { seededRandom } from './support/seeded-random';
import { RunningApi } from './support/running-api';

/** Metrics that stand still in health, and where a test moves them. */
const OF_TROUBLE: Readonly<Record<string, string>> = {
  somabrain_density_trace_error_total: 'a score that is not finite: libs/metrics/src/metrics.spec.ts',
  somabrain_policy_circuit_breaker_state: 'an OPA that does not answer: libs/policy/src/opa-http',
  somabrain_write_quota_refusals_total: 'a tenant that writes too much: test/e2e/quota.spec.ts',
  somabrain_limited_total: 'a tenant that sends too much: test/e2e/limits.spec.ts',
  somabrain_wm_failures_total: 'a Redis that does not answer: libs/cognition/src/working-memory',
  somabrain_auth_refused_total: 'refused credentials: libs/auth/src/failed-authentications.spec.ts',
  somabrain_audit_outbox_depth: 'a bus that does not answer: test/integration/audit-relay.spec.ts',
  somabrain_audit_outbox_oldest_seconds: 'a bus that does not answer: test/integration/audit-relay.spec.ts',
  somabrain_memory_limit_bytes: 'nothing: it is the limit of the container',
  somabrain_ready: 'a database that does not answer: test/e2e/operations-metrics.spec.ts',
  somabrain_backend_up: 'a database that does not answer: test/e2e/operations-metrics.spec.ts',
  somabrain_maintenance_last_success_timestamp_seconds: 'a backup: test/e2e/operations-metrics.spec.ts',
  somabrain_maintenance_last_run_failed: 'a failed backup: test/e2e/operations-metrics.spec.ts',
  somabrain_audit_chain_faults_total: 'a broken chain: test/e2e/operations-metrics.spec.ts',
  somabrain_journal_waiting: 'writes that cannot be stored yet: test/integration/write-journal.spec.ts',
  somabrain_connections_closed_total: 'clients that are too slow: test/e2e/held-connections.spec.ts',
  somabrain_slots_taken: 'requests that are worked on: test/e2e/held-connections.spec.ts',
  somabrain_analysed_forms_renewed_total:
    'a new version of the analyser: test/integration/form-renewal.spec.ts',
  somabrain_analysed_forms_waiting_tenants:
    'a new version of the analyser: test/integration/form-renewal.spec.ts',
  somabrain_index_snapshots_total:
    'an idle half minute after thousands of memories: test/integration/index-snapshots.spec.ts',
  somabrain_audit_access_waiting: 'a slow database: libs/audit/src/batching-access-log.spec.ts',
};
/** What each label may say, none of it chosen by a caller. */
const LABELS: Readonly<Record<string, RegExp>> = {
  method: /^(GET|POST|PATCH|DELETE|HEAD|PUT|OPTIONS)$/,
  endpoint: /^(\/[a-z/-]*(:[a-z_]+)?[a-z/]*|unmatched)$/,
  path: /^(\/[a-z/-]*(:[a-z_]+)?[a-z/]*|unmatched)$/,
  status: /^(\d{3}|created|updated|deduplicated|done)$/,
  kind: /^[a-z_]+$/,
  stage: /^[a-z_]+$/,
  decision: /^(allow|deny|unavailable)$/,
  backend: /^(redis|postgres|kafka|opa|memory)$/,
  stream: /^(operations|access|events)$/,
  event: /^(stored|restored|damaged)$/,
  le: /^([\d.e-]+|\+Inf)$/,
};
const SERIES = /^(somabrain_[a-z_]+)(?:\{(.*)\})? (\S+)$/;
const WORDS_OF_A_LONG_TEXT = 1_000;

describe('the metrics of a service in use', () => {
  let database: TestDatabase;
  let api: RunningApi;
  let stop: () => Promise<void>;

  beforeAll(async () => {
    database = await TestDatabase.create();
    const { configuration } = loadConfiguration({
      SOMABRAIN_POSTGRES_DSN: database.dsn,
      SOMABRAIN_PORT: '0',
      // So little that a few hundred long texts are too much.
      SOMABRAIN_INDEX_MEMORY_MB: '16',
    });
    const service = await startService(configuration, quietLogger());
    stop = service.stop;
    api = new RunningApi(service.url, [], stop);
  });
  afterAll(async () => {
    await stop();
    await database.drop();
  });

  /** Value by series. */
  const scrape = async (): Promise<Map<string, number>> => {
    const { text } = await api.get('/metrics');
    const series = text.split('\n').flatMap((line) => {
      const [, name, labels = '', value] = SERIES.exec(line) ?? [];
      return name === undefined ? [] : [[`${name}{${labels}}`, Number(value)] as const];
    });
    return new Map(series);
  };
  const families = async (): Promise<string[]> => {
    const { text } = await api.get('/metrics');
    return [...text.matchAll(/^# TYPE (somabrain_\S+)/gm)].map(([, name]) => name ?? '');
  };

  it('has none that did not move', async () => {
    const before = await scrape();
    await use();
    await fillTheIndexMemory();
    await waitFor(
      async () => {
        const after = await scrape();
        return (await families()).every(
          (family) =>
            family in OF_TROUBLE ||
            [...after].some(([name, value]) => isOf(family, name) && value !== (before.get(name) ?? 0)),
        );
      },
      { timeoutMs: 20_000, what: () => 'every metric to move' },
    ).catch(async (error: unknown) => {
      const after = await scrape();
      const still = (await families()).filter(
        (family) =>
          !(family in OF_TROUBLE) &&
          ![...after].some(([name, value]) => isOf(family, name) && value !== (before.get(name) ?? 0)),
      );
      throw new Error(`These did not move: ${still.join(', ')}`, { cause: error });
    });
    expect((await scrape()).get('somabrain_density_trace_error_total{}')).toBe(0);
  }, 120_000);

  it('has no label that a caller chooses, so that nobody can make series without end', async () => {
    const wild = async (round: number) => {
      for (let number = 0; number < 20; number += 1) {
        const word = `w${round}x${number}`;
        const tenant = { 'X-Tenant-ID': word };
        await api.post('/remember', { content: word, namespace: word, key: word }, tenant);
        await api.post('/recall', { query: word, namespace: word }, tenant);
        await api.get(`/memories/${word}`, tenant);
        await api.get(`/${word}`, tenant);
        await api.send('PUT', `/${word}/${word}`);
      }
    };
    // The text of the metrics is kept for a second: it may be of before the round.
    const afterRound = async (round: number) => {
      const last = 'somabrain_requests_total{method="PUT",endpoint="unmatched",status="404"}';
      let series = new Map<string, number>();
      await waitFor(
        async () => {
          series = await scrape();
          return (series.get(last) ?? 0) >= 20 * round;
        },
        { timeoutMs: 10_000, what: () => `the metrics of round ${round}` },
      );
      return series;
    };
    await wild(1);
    const before = await afterRound(1);
    await wild(2);
    const after = await afterRound(2);
    expect([...after.keys()].filter((name) => !before.has(name))).toEqual([]);
    for (const name of after.keys()) {
      for (const [, label = '', value = ''] of name.matchAll(/([a-z_]+)="([^"]*)"/g)) {
        expect([name, label, value]).toEqual([name, label, expect.stringMatching(LABELS[label] ?? /^$/)]);
      }
    }
  });

  /** A little of everything that callers do. */
  async function use(): Promise<void> {
    const { id } = (await api.post('/remember', { content: 'tea at four', key: 'tea' })).json<{
      id: string;
    }>();
    await api.post('/remember', { content: 'tea at four', key: 'tea' });
    await api.post('/remember', { content: 'tea at five', key: 'tea' });
    await api.post('/recall', { query: 'tea' });
    await api.post('/recall', { query: 'tea', session_id: 'empty-session' });
    await api.post('/context/feedback', { utility: 0.1 });
    await api.post('/context/feedback', { utility: 0.1 }, { 'X-Model-Confidence': '0' });
    await api.post('/remember', { content: 'Coffee is hot', namespace: 'sleepy' });
    await api.post('/remember', { content: 'Coffee is hot.', namespace: 'sleepy' });
    await api.post('/sleep/run', { namespace: 'sleepy' });
    await fillAMind();
    await api.post('/recall', { query: 'sugar', session_id: 'full-session' });
    await api.get(`/memories/${id}`);
    await api.send('DELETE', `/memories/${id}`);
  }

  /** More than the working memory of a session holds. */
  async function fillAMind(): Promise<void> {
    const memories = Array.from({ length: 64 }, (_, number) => ({
      content: `sugar for cup ${number}`,
      session_id: 'full-session',
    }));
    await api.post('/remember/batch', { memories });
    await api.post('/remember', { content: 'more sugar', session_id: 'full-session' });
  }

  /** Three namespaces of which the memory has room for two, and one that it has no room for. */
  async function fillTheIndexMemory(): Promise<void> {
    const random = seededRandom(7);
    for (const [namespace, texts] of [
      ['a', 80],
      ['b', 80],
      ['c', 80],
      ['large', 320],
    ] as const) {
      for (let from = 0; from < texts; from += 80) {
        const memories = Array.from({ length: 80 }, () => ({ content: longText(random), namespace }));
        const answer = await api.post('/remember/batch', { memories });
        expect([answer.status, answer.text.slice(0, 60)]).toEqual([
          200,
          expect.stringContaining('"ok":true'),
        ]);
      }
      const recalled = await api.post('/recall', { query: 'w1', namespace });
      expect([namespace, recalled.status]).toEqual([namespace, namespace === 'large' ? 507 : 200]);
    }
  }
});

function longText(random: () => number): string {
  const words = Array.from(
    { length: WORDS_OF_A_LONG_TEXT },
    () => `w${Math.floor(random() * 1e6).toString(36)}`,
  );
  return words.join(' ');
}

/** Whether a series belongs to a metric: a histogram has several. */
function isOf(family: string, series: string): boolean {
  const name = series.slice(0, series.indexOf('{'));
  return (
    name === family || (name.startsWith(family) && /^_(sum|count|bucket)$/.test(name.slice(family.length)))
  );
}
