import { Injectable } from '@nestjs/common';
import { Counter, Gauge, Histogram } from 'prom-client';
import { MetricsRegistry } from './metrics-registry';

/** Seconds: ranking takes fractions of a millisecond, loading an index may take seconds. */
const STAGE_BUCKETS = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5];
const GROUP_BUCKETS = [1, 2, 5, 10, 20, 50, 100, 200, 500];

/** What long-term memory counts about itself. */
@Injectable()
export class MemoryMetrics {
  private readonly stages: Histogram<'stage'>;
  private readonly remembers: Counter<'status'>;
  private readonly indexBytes: Gauge;
  private readonly loads: Counter;
  private readonly snapshots: Counter<'event'>;
  private readonly evictions: Counter;
  private readonly refusals: Counter;
  private readonly quotaRefusals: Counter;
  private readonly groups: Histogram;
  private readonly journalRows: Gauge;
  private readonly renewal: ReturnType<typeof renewalMetrics>;
  private readonly brokenScores: Counter;

  constructor(registry: MetricsRegistry) {
    const registers = [registry];
    this.stages = new Histogram({
      name: 'somabrain_recall_stage_seconds',
      help: 'Time a stage of recall takes',
      labelNames: ['stage'],
      buckets: STAGE_BUCKETS,
      registers,
    });
    this.remembers = new Counter({
      name: 'somabrain_remember_total',
      help: 'Remembered memories, by outcome',
      labelNames: ['status'],
      registers,
    });
    this.indexBytes = new Gauge({
      name: 'somabrain_index_memory_bytes',
      help: 'Memory the search indexes take',
      registers,
    });
    this.loads = new Counter({
      name: 'somabrain_index_loads_total',
      help: 'Namespace indexes made of their memories in Postgres',
      registers,
    });
    this.snapshots = snapshotMetric(registers);
    this.evictions = new Counter({
      name: 'somabrain_index_evictions_total',
      help: 'Namespace indexes dropped to stay within the memory budget',
      registers,
    });
    this.refusals = new Counter({
      name: 'somabrain_index_refusals_total',
      help: 'Recalls refused because their namespace is larger than the memory budget',
      registers,
    });
    this.quotaRefusals = new Counter({
      name: 'somabrain_write_quota_refusals_total',
      help: 'Writes refused because their tenant had used up its daily quota',
      registers,
    });
    this.groups = new Histogram({
      name: 'somabrain_write_group_size',
      help: 'Operations that one transaction committed together',
      buckets: GROUP_BUCKETS,
      registers,
    });
    this.journalRows = new Gauge({
      name: 'somabrain_journal_waiting',
      help: 'Writes of all processes that are queued in the journal',
      registers,
    });
    this.renewal = renewalMetrics(registers);
    this.brokenScores = new Counter({
      name: 'somabrain_density_trace_error_total',
      help: 'Scores that were not finite; anything but 0 is a defect',
      registers,
    });
  }

  /** @param stage one of a few fixed names, since each makes its own series */
  recallStage(stage: string, seconds: number): void {
    this.stages.observe({ stage }, seconds);
  }

  remembered(status: 'created' | 'deduplicated' | 'updated'): void {
    this.remembers.inc({ status });
  }

  /** @param bytes what all indexes take now */
  indexMemory(bytes: number): void {
    this.indexBytes.set(bytes);
  }

  indexLoaded(): void {
    this.loads.inc();
  }

  indexRestored(): void {
    this.snapshots.inc({ event: 'restored' });
  }

  snapshotStored(): void {
    this.snapshots.inc({ event: 'stored' });
  }

  snapshotDamaged(): void {
    this.snapshots.inc({ event: 'damaged' });
  }

  indexEvicted(): void {
    this.evictions.inc();
  }

  quotaExceeded(): void {
    this.quotaRefusals.inc();
  }

  namespaceRefused(): void {
    this.refusals.inc();
  }

  /** @param operations how many a group committed together */
  writeGroup(operations: number): void {
    this.groups.observe(operations);
  }

  journalWaits(rows: number): void {
    this.journalRows.set(rows);
  }

  /** @param count forms that were made in the background */
  formsRenewed(count: number): void {
    this.renewal.forms.inc(count);
  }

  renewalWaits(tenants: number): void {
    this.renewal.tenants.set(tenants);
  }

  scoreNotFinite(): void {
    this.brokenScores.inc();
  }
}

/** What became of stored indexes. */
function snapshotMetric(registers: MetricsRegistry[]): Counter<'event'> {
  return new Counter({
    name: 'somabrain_index_snapshots_total',
    help: 'Stored indexes: stored; restored, in place of a load from all memories; found damaged',
    labelNames: ['event'],
    registers,
  });
}

/** How the renewal of analysed forms gets on. */
function renewalMetrics(registers: MetricsRegistry[]): { readonly forms: Counter; readonly tenants: Gauge } {
  return {
    forms: new Counter({
      name: 'somabrain_analysed_forms_renewed_total',
      help: 'Memories analysed anew in the background for a new version of analyser or encoder',
      registers,
    }),
    tenants: new Gauge({
      name: 'somabrain_analysed_forms_waiting_tenants',
      help: 'Tenants with memories to analyse anew or older forms to remove; 1000 stands for as many or more',
      registers,
    }),
  };
}
