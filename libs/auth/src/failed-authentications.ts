import type { ChainWriter } from '@somabrain/audit';
import { type Logger, newId, newTraceId, SYSTEM_TENANT } from '@somabrain/kernel';
import type { AuthMetrics } from '@somabrain/metrics';
import type { Refusal } from './refused-credentials';

const PERIOD_MS = 60_000;

/** Counts refused credentials; the audit gets one record for each reason and minute, however many tries there were. */
export class FailedAuthentications {
  private counts = new Map<Refusal, number>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly chain: Pick<ChainWriter, 'append'>,
    private readonly metrics: AuthMetrics,
    private readonly logger: Logger,
  ) {}

  count(refusal: Refusal): void {
    this.metrics.refused(refusal);
    this.counts.set(refusal, (this.counts.get(refusal) ?? 0) + 1);
    this.timer ??= setTimeout(() => void this.record(), PERIOD_MS).unref();
  }

  /** Stores what was counted since the last time. What cannot be stored is counted again. */
  async record(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const counts = this.counts;
    this.counts = new Map();
    if (counts.size === 0) return;
    const traceId = newTraceId();
    const entries = [...counts].map(([reason, count]) => ({
      tenant: SYSTEM_TENANT,
      stream: 'events' as const,
      event: {
        id: newId(),
        actor: 'unknown',
        action: 'auth.failed' as const,
        traceId,
        resource: { type: 'service', id: 'api' },
        data: { reason, count },
      },
    }));
    try {
      await this.chain.append(entries);
    } catch (err) {
      this.logger.warn({ err }, 'refused credentials could not be audited yet');
      for (const [reason, count] of counts) this.counts.set(reason, (this.counts.get(reason) ?? 0) + count);
      this.timer ??= setTimeout(() => void this.record(), PERIOD_MS).unref();
    }
  }
}
