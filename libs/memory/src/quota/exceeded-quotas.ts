import { ChainWriter, type TalliedEvent, TalliedEvents } from '@somabrain/audit';
import { Logger, type TenantContext } from '@somabrain/kernel';
import type { FactoryProvider } from '@nestjs/common';

/** Refusals of one actor that are told in one record. */
const PERIOD_MS = 60_000;

/** Refusals by the daily quota that are to be audited; the class is their injection token. */
export class ExceededQuotas extends TalliedEvents {
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

function quotaEvent({ tenant, actor, traceId, decisionId }: TenantContext): TalliedEvent {
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
