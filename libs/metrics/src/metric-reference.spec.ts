import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as library from './index';
import { METRIC_CLASSES, metricReference, withMetricTable } from './metric-reference';

describe('the reference of metrics', () => {
  it('is in docs/monitoring.md: npm run generate writes it', () => {
    const document = readFileSync(join(__dirname, '../../../docs/monitoring.md'), 'utf8');
    expect(withMetricTable(document)).toBe(document);
  });

  it('leaves no class of metrics out', () => {
    const classes = Object.entries(library).flatMap(([name, member]) =>
      name.endsWith('Metrics') ? [member] : [],
    );
    expect(classes.filter((each) => !METRIC_CLASSES.some((known) => known === each))).toEqual([]);
  });

  it('tells of each what it is', () => {
    const { name, type, labelNames, help } = metricReference().find(
      (each) => each.name === 'somabrain_requests_total',
    )!;
    expect({ name, type, labelNames }).toEqual({
      name: 'somabrain_requests_total',
      type: 'counter',
      labelNames: ['method', 'endpoint', 'status'],
    });
    expect(help).toContain('HTTP requests');
  });

  it('is refused for a document without the markers', () => {
    expect(() => withMetricTable('# Monitoring')).toThrow('metrics:begin');
  });
});
