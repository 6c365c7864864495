import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { ChainWriter, EventAggregator } from '@somabrain/audit';
import { Logger, newTraceId, SYSTEM_TENANT } from '@somabrain/kernel';
import { AuthMetrics } from '@somabrain/metrics';
import type { Refusal } from './refused-credentials';

const PERIOD_MS = 60_000;

/** Counts refused credentials; the audit gets one record for each reason and minute, however many tries there were. */
@Injectable()
export class FailedAuthentications implements OnApplicationShutdown {
  private readonly aggregator: EventAggregator;

  constructor(
    @Inject(ChainWriter) chain: Pick<ChainWriter, 'append'>,
    private readonly metrics: AuthMetrics,
    logger: Logger,
  ) {
    this.aggregator = new EventAggregator(chain, logger, PERIOD_MS);
  }

  count(refusal: Refusal): void {
    this.metrics.refused(refusal);
    this.aggregator.count({
      tenant: SYSTEM_TENANT,
      actor: 'unknown',
      action: 'auth.failed',
      traceId: newTraceId(),
      resource: { type: 'service', id: 'api' },
      data: { reason: refusal },
    });
  }

  onApplicationShutdown(): Promise<void> {
    return this.record();
  }

  /** Stores what was counted since the last time. What cannot be stored is counted again. */
  record(): Promise<void> {
    return this.aggregator.record();
  }
}
