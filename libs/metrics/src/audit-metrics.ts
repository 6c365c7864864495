import { Injectable } from '@nestjs/common';
import { Counter, Gauge } from 'prom-client';
import { MetricsRegistry } from './metrics-registry';

/** What the audit counts about itself. */
@Injectable()
export class AuditMetrics {
  private readonly sealedRecords: Counter<'stream'>;
  private readonly publishedRecords: Counter<'stream'>;
  private readonly outboxDepth: Gauge;
  private readonly outboxOldest: Gauge;
  private readonly accessWait: Gauge;
  private readonly faults: Counter<'stream'>;

  constructor(registry: MetricsRegistry) {
    const registers = [registry];
    this.sealedRecords = new Counter({
      name: 'somabrain_audit_sealed_total',
      help: 'Audit records committed, by stream',
      labelNames: ['stream'],
      registers,
    });
    this.publishedRecords = new Counter({
      name: 'somabrain_audit_published_total',
      help: 'Audit records that the event bus acknowledged, by stream',
      labelNames: ['stream'],
      registers,
    });
    this.outboxDepth = new Gauge({
      name: 'somabrain_audit_outbox_depth',
      help: 'Audit records that wait for the event bus; 0 in processes that do not measure it',
      registers,
    });
    this.outboxOldest = new Gauge({
      name: 'somabrain_audit_outbox_oldest_seconds',
      help: 'Age of the audit record that waits longest for the event bus',
      registers,
    });
    this.accessWait = new Gauge({
      name: 'somabrain_audit_access_waiting',
      help: 'Access records of this process that wait to be stored',
      registers,
    });
    this.faults = new Counter({
      name: 'somabrain_audit_chain_faults_total',
      help: 'Audit chains that this process was asked to verify and found broken, by stream',
      labelNames: ['stream'],
      registers,
    });
  }

  /** @param stream one of a few fixed names, since each makes its own series */
  sealed(stream: string, records: number): void {
    this.sealedRecords.inc({ stream }, records);
  }

  published(stream: string, records: number): void {
    this.publishedRecords.inc({ stream }, records);
  }

  outbox(records: number, oldestSeconds: number): void {
    this.outboxDepth.set(records);
    this.outboxOldest.set(oldestSeconds);
  }

  accessWaiting(records: number): void {
    this.accessWait.set(records);
  }

  chainFault(stream: string): void {
    this.faults.inc({ stream });
  }
}
