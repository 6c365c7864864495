import { replaceBetween } from '@somabrain/config';
import { AuditMetrics } from './audit-metrics';
import { AuthMetrics } from './auth-metrics';
import { CognitionMetrics } from './cognition-metrics';
import { tellConnections } from './connection-metrics';
import { tellHealth } from './health-metrics';
import { HttpMetrics } from './http-metrics';
import { JournalMetrics } from './journal-metrics';
import { KafkaMetrics } from './kafka-metrics';
import { LearningMetrics } from './learning-metrics';
import { LimitMetrics } from './limit-metrics';
import { MaintenanceMetrics } from './maintenance-metrics';
import { MemoryHttpMetrics } from './memory-http-metrics';
import { MemoryMetrics } from './memory-metrics';
import { MetricsRegistry } from './metrics-registry';
import { PolicyMetrics } from './policy-metrics';
import { tellMemoryLimit } from './process-metrics';
import { SleepMetrics } from './sleep-metrics';
import { WorkingMemoryMetrics } from './working-memory-metrics';

const TABLE_BEGIN = '<!-- metrics:begin -->\n';
const TABLE_END = '<!-- metrics:end -->';

/** Every class of metrics there is. */
export const METRIC_CLASSES = [
  AuditMetrics,
  AuthMetrics,
  CognitionMetrics,
  HttpMetrics,
  JournalMetrics,
  KafkaMetrics,
  LearningMetrics,
  LimitMetrics,
  MaintenanceMetrics,
  MemoryHttpMetrics,
  MemoryMetrics,
  PolicyMetrics,
  SleepMetrics,
  WorkingMemoryMetrics,
];

/** What is known of a metric. */
export interface MetricDescription {
  readonly name: string;
  readonly type: string;
  readonly help: string;
  readonly labelNames: readonly string[];
}

/** Every metric of SomaBrain's own, whichever process tells it. */
export function metricReference(): MetricDescription[] {
  const registry = new MetricsRegistry();
  for (const Metrics of METRIC_CLASSES) new Metrics(registry);
  tellHealth(registry, () => ({ ready: true, backends: new Map() }));
  tellConnections(registry, () => ({ open: 0, closed: new Map(), slots: new Map() }));
  tellMemoryLimit(registry);
  // The library keeps the labels and the type of a metric where its types do not say.
  return registry.getMetricsAsArray() as object[] as MetricDescription[];
}

/**
 * A document with the present table of metrics between its markers.
 * @throws Error if the document lacks the markers
 */
export function withMetricTable(document: string): string {
  const rows = metricReference()
    .sort((one, other) => one.name.localeCompare(other.name))
    .map(
      ({ name, type, labelNames, help }) => `| \`${name}\` | ${type} | ${labelNames.join(', ')} | ${help} |`,
    );
  const table = ['| Metric | Type | Labels | Meaning |', '| --- | --- | --- | --- |', ...rows].join('\n');
  return replaceBetween(document, TABLE_BEGIN, TABLE_END, `\n${table}\n\n`);
}
