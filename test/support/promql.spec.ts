import { metricsOf } from './promql';

describe('the metrics of a query', () => {
  it.each([
    ['up', [{ metric: 'up', labels: [] }]],
    [
      'a{x="1", y=~"2"} / b',
      [
        { metric: 'a', labels: ['x', 'y'] },
        { metric: 'b', labels: [] },
      ],
    ],
    [
      'sum by (le, job) (rate(a_bucket{x="1"}[$__rate_interval]))',
      [{ metric: 'a_bucket', labels: ['x', 'le', 'job'] }],
    ],
    [
      'absent(a{t="b"}) or time() - max(b) > 26 * 3600',
      [
        { metric: 'a', labels: ['t'] },
        { metric: 'b', labels: [] },
      ],
    ],
    [
      'sum by (x) (a) or max by (y) (b)',
      [
        { metric: 'a', labels: ['x'] },
        { metric: 'b', labels: ['y'] },
      ],
    ],
    ['a:b:rate5m > 14.4 * 0.001', [{ metric: 'a:b:rate5m', labels: [] }]],
    [
      'sum(a) / on (instance) b',
      [
        { metric: 'a', labels: ['instance'] },
        { metric: 'b', labels: ['instance'] },
      ],
    ],
  ])('%s', (query, metrics) => {
    expect(metricsOf(query)).toEqual(metrics);
  });

  it.each(['sum(', 'rate(a[5m]', 'a{x=1}'])('are not to be had of %s', (query) => {
    expect(() => metricsOf(query)).toThrow('mistake');
  });
});
