import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@somabrain/database';
import { newId, requireWholeTenant, type TenantContext } from '@somabrain/kernel';
import { AuditMetrics } from '@somabrain/metrics';
import type { AuditObserver } from './audit-observer';
import type { AuditStream } from './audit-record';
import { ChainWriter } from './chain-writer';
import { type ChainReport, verifyChain } from './verification/chain-verification';

/** What was found in one chain of a tenant. */
export interface StreamReport extends ChainReport {
  readonly stream: AuditStream;
}

/** The use case verify: recompute the chains of a tenant, and write down that somebody did and what was found. */
@Injectable()
export class AuditVerification {
  constructor(
    private readonly database: Database,
    private readonly writer: ChainWriter,
    @Inject(AuditMetrics) private readonly observer: Pick<AuditObserver, 'chainFault'>,
  ) {}

  /** @throws Problem POLICY_DENIED, DATABASE_UNAVAILABLE */
  async execute(context: TenantContext, streams: readonly AuditStream[]): Promise<StreamReport[]> {
    requireWholeTenant(context, 'The verification of the audit');
    const { tenant, actor, traceId, decisionId } = context;
    const reports: StreamReport[] = [];
    for (const stream of streams) {
      const report = await verifyChain(this.database, tenant, stream);
      if (report.fault) this.observer.chainFault(stream);
      reports.push({ stream, ...report });
    }
    const data = Object.fromEntries(
      reports.map(({ stream, records, fault }) => [
        stream,
        { records, fault: fault && { kind: fault.kind, seq: fault.seq } },
      ]),
    );
    const resource = { type: 'tenant', id: tenant };
    const event = { id: newId(), actor, traceId, decisionId, resource, data };
    const outcome = reports.some(({ fault }) => fault) ? 'failed' : 'success';
    await this.writer.append([
      { tenant, stream: 'events', event: { ...event, action: 'audit.verified', outcome } },
    ]);
    return reports;
  }
}
