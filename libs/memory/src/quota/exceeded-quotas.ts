import { ChainWriter, type AggregatedEvent, EventAggregator } from '@somabrain/audit';
import { Logger, type TenantContext } from '@somabrain/kernel';
import type { FactoryProvider } from '@nestjs/common';

/** Refusals of one actor in this period are one audit record. */
const PERIOD_MS = 60_000;

/** Aggregates refusals by the daily quota for the audit. The class is its own injection token. */
export class ExceededQuotas extends EventAggregator {
  refused(context: TenantContext): void {
    this.count(quotaEvent(context));
  }
}

/** Needs `AuditModule`. */
export const exceededQuotasProvider: FactoryProvider<ExceededQuotas> = {
  provide: ExceededQuotas,
  inject: [ChainWriter, Logger],
  useFactory: (chain: ChainWriter, logger: Logger) => new ExceededQuotas(chain, logger, PERIOD_MS),
};

function quotaEvent({ tenant, actor, traceId, decisionId }: TenantContext): AggregatedEvent {
  return {
    tenant,
    actor,
    action: 'quota.exceeded',
    outcome: 'denied',
    traceId,
    decisionId,
    resource: { type: 'tenant', id: tenant },
    data: { quota: 'daily_writes' },
  };
}
