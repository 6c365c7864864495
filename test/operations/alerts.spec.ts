import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { KnownMetrics } from '../support/known-metrics';
import { metricsOf } from '../support/promql';

interface Rule {
  readonly record?: string;
  readonly alert?: string;
  readonly expr: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}
interface AlertCase {
  readonly alertname: string;
  readonly eval_time: string;
  readonly exp_alerts: readonly unknown[];
}

const root = join(__dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const rules = (
  parse(read('deploy/prometheus/somabrain-alerts.yml')) as { groups: { rules: Rule[] }[] }
).groups.flatMap((group) => group.rules);
const alerts = rules.filter((rule): rule is Rule & { alert: string } => rule.alert !== undefined);
const cases = readdirSync(join(root, 'deploy/prometheus/tests')).flatMap((file) => {
  const { tests } = parse(read(`deploy/prometheus/tests/${file}`)) as {
    tests: { alert_rule_test: AlertCase[] }[];
  };
  return tests.map((test) => test.alert_rule_test);
});
const known = KnownMetrics.create(rules.flatMap(({ record }) => record ?? []));

/** What of a query does not exist. */
function faultsOf(query: string): string[] {
  return metricsOf(query).flatMap(({ metric, labels }) => known.fault(metric, labels) ?? []);
}

describe.each(alerts.map((alert) => [alert.alert, alert] as const))('%s', (name, { labels, annotations }) => {
  const runbook = annotations?.runbook_url ?? '';

  it('says how urgent it is, and what it is about', () => {
    expect(labels).toEqual({ severity: expect.stringMatching(/^(page|ticket)$/) as string });
    expect(annotations?.summary).toMatch(/\S{3}/);
  });

  it('has a runbook: what it means, where to look, what to do', () => {
    expect(runbook).toMatch(/^docs\/runbooks\/[a-z-]+\.md$/);
    const text = read(runbook);
    expect(text).toContain(name);
    expect([...text.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading)).toEqual([
      'Meaning',
      'Look',
      'Act',
    ]);
  });

  it('has a case in which it fires, and is over later', () => {
    const firing = cases.filter((test) => {
      const own = test.filter(({ alertname }) => alertname === name);
      const fired = own.findIndex(({ exp_alerts }) => exp_alerts.length > 0);
      return fired >= 0 && own.slice(fired).some(({ exp_alerts }) => exp_alerts.length === 0);
    });
    expect(firing).not.toEqual([]);
  });
});

describe('the rules', () => {
  it.each(rules.map(({ alert, record, expr }) => [alert ?? record, expr]))(
    '%s reads metrics that exist',
    (_, expr) => {
      expect(faultsOf(expr ?? '')).toEqual([]);
    },
  );

  it('leave no runbook without its alert', () => {
    const linked = alerts.map(({ annotations }) => annotations?.runbook_url);
    const runbooks = readdirSync(join(root, 'docs/runbooks')).filter((file) => file !== 'README.md');
    expect(runbooks.filter((file) => !linked.includes(`docs/runbooks/${file}`))).toEqual([]);
  });

  it.each([
    [
      'a metric that nobody has',
      'rate(somabrain_request_total[5m])',
      'there is no metric somabrain_request_total',
    ],
    [
      'a label that it lacks',
      'somabrain_requests_total{code="500"}',
      'somabrain_requests_total has no label code',
    ],
    ['a grouping by a label that it lacks', 'sum by (topic) (pg_database_size_bytes)', 'has no label topic'],
    ['a quantile of the wrong series', 'somabrain_request_duration_seconds{job="x"}', 'there is no metric'],
  ])('would be found to read %s', (_, query, fault) => {
    expect(faultsOf(query)).toEqual([expect.stringContaining(fault)]);
  });
});

describe('the dashboards', () => {
  const folder = join(root, 'deploy/grafana');
  const queries = readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .flatMap((file) => {
      const { panels } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as {
        panels: { title: string; targets?: { expr: string }[] }[];
      };
      return panels.flatMap(({ title, targets = [] }) =>
        targets.map(({ expr }) => [file, title, expr] as const),
      );
    });

  it('show something', () => {
    expect(new Set(queries.map(([file]) => file)).size).toBe(4);
    expect(queries.length).toBeGreaterThan(40);
  });

  it.each(queries)('%s, %s: reads metrics that exist', (_file, _title, expr) => {
    expect(faultsOf(expr)).toEqual([]);
  });
});
