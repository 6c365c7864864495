import { parser } from '@prometheus-io/lezer-promql';

/** A metric that a query reads, and the labels it names of it. */
export interface MetricUse {
  readonly metric: string;
  readonly labels: readonly string[];
}

/** What Grafana puts in. */
const VARIABLES: Readonly<Record<string, string>> = { $__rate_interval: '1m', $__range: '6h' };

/**
 * The metrics that a query reads, each with the labels it selects by and those that it is grouped or matched by.
 * @throws Error where it is no PromQL
 */
export function metricsOf(query: string): MetricUse[] {
  const text = Object.entries(VARIABLES).reduce((each, [name, value]) => each.replaceAll(name, value), query);
  const selectors: { metric: string; labels: string[]; at: number }[] = [];
  const groupings: { label: string; from: number; to: number }[] = [];
  parser.parse(text).iterate({
    enter: ({ name, from, to, type, node: { parent } }) => {
      const piece = text.slice(from, to);
      if (type.isError) throw new Error(`There is a mistake at ${text.slice(from, from + 20)} of ${text}`);
      if (name === 'VectorSelector') selectors.push({ metric: '', labels: [], at: from });
      const selector = selectors.at(-1);
      if (name === 'Identifier' && parent?.name === 'VectorSelector' && selector) selector.metric = piece;
      if (name !== 'LabelName') return;
      // A modifier, and above it what it modifies.
      const grouped = parent?.name === 'GroupingLabels' ? parent.parent?.parent : undefined;
      if (grouped) groupings.push({ label: piece, from: grouped.from, to: grouped.to });
      else selector?.labels.push(piece);
    },
  });
  return selectors.map(({ metric, labels, at }) => {
    const by = groupings.filter(({ from, to }) => from <= at && at < to);
    return { metric, labels: [...labels, ...by.map(({ label }) => label)] };
  });
}
