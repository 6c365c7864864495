import { Body, Controller, Get, HttpCode, HttpStatus, Post, UseInterceptors } from '@nestjs/common';
import { Requires } from '@somabrain/auth';
import { AccessLog, AuditTrail, AuditVerification, type TrailQuery } from '@somabrain/audit';
import { type Caller, DeadlineInterceptor, FromCaller, JsonBody, QueryParameters } from '@somabrain/http';
import { newId } from '@somabrain/kernel';
import type { AuditEventsAnswer, AuditVerificationAnswer } from './audit-answers';
import { AuditEventsEndpoint, VerifyAuditEndpoint } from './audit-endpoints';
import { AuditEventsParameters, type VerifyInput, VerifyRequest } from './audit-requests';

/** The audit trail of a tenant, and its verification. */
@Controller('audit')
@UseInterceptors(DeadlineInterceptor)
export class AuditController {
  constructor(
    private readonly trail: AuditTrail,
    private readonly verification: AuditVerification,
    private readonly accessLog: AccessLog,
  ) {}

  @Requires('audit:read')
  @Get('events')
  @AuditEventsEndpoint()
  async events(
    @FromCaller() { context }: Caller,
    @QueryParameters(AuditEventsParameters) query: TrailQuery,
  ): Promise<AuditEventsAnswer> {
    const { tenant, actor, traceId, decisionId } = context;
    const { items, nextCursor } = await this.trail.list(context, query);
    await this.accessLog.record(tenant, {
      id: newId(),
      actor,
      action: 'audit.read',
      traceId,
      decisionId,
      resource: { type: 'tenant', id: tenant },
      data: { records: items.length },
    });
    // The schema says what a record holds; the type leaves its members open, since others may read it too.
    return { items: items as AuditEventsAnswer['items'], next_cursor: nextCursor };
  }

  @Requires('audit:read')
  @Post('verify')
  @JsonBody({ optional: true })
  @HttpCode(HttpStatus.OK)
  @VerifyAuditEndpoint()
  async verify(
    @FromCaller() { context, shownTraceId }: Caller,
    @Body({ schema: VerifyRequest }) { streams }: VerifyInput,
  ): Promise<AuditVerificationAnswer> {
    const reports = await this.verification.execute(context, streams);
    return {
      ok: reports.every(({ fault }) => fault === null),
      tenant: context.tenant,
      chains: reports.map(({ stream, records, fault }) => ({
        stream,
        whole: fault === null,
        records,
        fault: fault && {
          kind: fault.kind,
          seq: fault.seq,
          record_id: fault.recordId,
          detail: fault.detail,
        },
      })),
      trace_id: shownTraceId,
    };
  }
}
