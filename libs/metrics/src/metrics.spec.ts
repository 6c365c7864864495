import { AuditMetrics } from './audit-metrics';
import { HttpMetrics } from './http-metrics';
import { MemoryMetrics } from './memory-metrics';
import { MetricsRegistry } from './metrics-registry';

describe('metrics', () => {
  it('counts each request once, under both spellings', async () => {
    const registry = new MetricsRegistry();
    new HttpMetrics(registry).answered({ method: 'POST', endpoint: '/recall', status: 200, seconds: 0.02 });
    const text = await registry.metrics();
    expect(text).toContain('somabrain_requests_total{method="POST",endpoint="/recall",status="200"} 1\n');
    expect(text).toContain('somabrain_http_requests_total{method="POST",path="/recall",status="200"} 1\n');
    expect(text).toContain('somabrain_request_duration_seconds_sum{method="POST",endpoint="/recall"} 0.02\n');
    expect(text).toContain('somabrain_http_latency_seconds_sum{method="POST",path="/recall"} 0.02\n');
  });

  it('shows what memory tells it', async () => {
    const registry = new MetricsRegistry();
    const metrics = new MemoryMetrics(registry);
    expect(await registry.metrics()).toContain('somabrain_density_trace_error_total 0\n');
    metrics.recallStage('rank', 0.001);
    metrics.remembered('created');
    metrics.indexMemory(1024);
    metrics.indexLoaded();
    metrics.indexRestored();
    metrics.snapshotStored();
    metrics.snapshotDamaged();
    metrics.indexEvicted();
    metrics.namespaceRefused();
    metrics.writeGroup(17);
    metrics.formsRenewed(200);
    metrics.renewalWaits(3);
    metrics.scoreNotFinite();
    const text = await registry.metrics();
    for (const line of [
      'somabrain_recall_stage_seconds_count{stage="rank"} 1',
      'somabrain_remember_total{status="created"} 1',
      'somabrain_index_memory_bytes 1024',
      'somabrain_index_loads_total 1',
      'somabrain_index_snapshots_total{event="restored"} 1',
      'somabrain_index_snapshots_total{event="stored"} 1',
      'somabrain_index_snapshots_total{event="damaged"} 1',
      'somabrain_index_evictions_total 1',
      'somabrain_index_refusals_total 1',
      'somabrain_write_group_size_sum 17',
      'somabrain_analysed_forms_renewed_total 200',
      'somabrain_analysed_forms_waiting_tenants 3',
      'somabrain_density_trace_error_total 1',
    ]) {
      expect(text).toContain(`${line}\n`);
    }
  });

  it('shows what the audit tells it', async () => {
    const registry = new MetricsRegistry();
    const metrics = new AuditMetrics(registry);
    metrics.sealed('access', 3);
    metrics.published('events', 2);
    metrics.outbox(7, 1.5);
    metrics.accessWaiting(4);
    const text = await registry.metrics();
    for (const line of [
      'somabrain_audit_sealed_total{stream="access"} 3',
      'somabrain_audit_published_total{stream="events"} 2',
      'somabrain_audit_outbox_depth 7',
      'somabrain_audit_outbox_oldest_seconds 1.5',
      'somabrain_audit_access_waiting 4',
    ]) {
      expect(text).toContain(`${line}\n`);
    }
  });

  it('keeps two applications of one process apart', async () => {
    const [one, other] = [new MetricsRegistry(), new MetricsRegistry()];
    new MemoryMetrics(one).indexLoaded();
    new MemoryMetrics(other);
    expect(await other.metrics()).toContain('somabrain_index_loads_total 0\n');
  });
});
