import { type MetricDescription, metricReference, MetricsRegistry } from '@somabrain/metrics';
import { collectDefaultMetrics } from 'prom-client';
import { EXPORTER_METRICS, MACHINE_METRICS } from './exporter-metrics';

/** What Prometheus adds to everything it reads. */
const OF_THE_SCRAPE = ['job', 'instance', 'pod'];

/** Every metric that alerts and dashboards may read, with its labels. */
export class KnownMetrics {
  private constructor(private readonly labels: ReadonlyMap<string, readonly string[]>) {}

  /** @param recorded names that recording rules make */
  static create(recorded: readonly string[] = []): KnownMetrics {
    const others = [MACHINE_METRICS, ...Object.values(EXPORTER_METRICS)].flatMap((each) =>
      Object.entries(each),
    );
    return new KnownMetrics(
      new Map([['up', []], ...recorded.map((name) => [name, []] as const), ...others, ...ourSeries()]),
    );
  }

  /** What is wrong with reading a metric by some labels; null: nothing. */
  fault(metric: string, labels: readonly string[]): string | null {
    const known = this.labels.get(metric);
    if (!known) return `there is no metric ${metric}`;
    const strange = labels.filter((label) => !known.includes(label) && !OF_THE_SCRAPE.includes(label));
    return strange.length === 0 ? null : `${metric} has no label ${strange.join(', ')}`;
  }
}

/** The names and labels of the series that our processes tell. A histogram has several. */
function ourSeries(): [string, readonly string[]][] {
  const ofNode = new MetricsRegistry();
  collectDefaultMetrics({ register: ofNode });
  const metrics = [...metricReference(), ...(ofNode.getMetricsAsArray() as object[] as MetricDescription[])];
  return metrics.flatMap(({ name, labelNames, type }): [string, readonly string[]][] => {
    if (type !== 'histogram') return [[name, labelNames]];
    return [
      [`${name}_bucket`, [...labelNames, 'le']],
      [`${name}_sum`, labelNames],
      [`${name}_count`, labelNames],
    ];
  });
}
