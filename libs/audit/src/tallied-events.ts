import type { OnApplicationShutdown } from '@nestjs/common';
import { canonicalJson, type JsonObject, type Logger, newId, type TenantId } from '@somabrain/kernel';
import type { EventAction } from './audit-actions';
import type { AuditEvent } from './audit-record';
import type { ChainWriter } from './chain-writer';

/** An event of which there may be many at once. */
export interface TalliedEvent extends Omit<AuditEvent<EventAction>, 'id'> {
  readonly tenant: TenantId;
}

/** Kinds of events counted in one period; what comes beyond makes room at once. */
const MOST_KINDS = 1_000;

/**
 * Counts events that come in floods: the audit gets one record for each kind of them and period, whose `count` says how many there were.
 * It carries the trace id of the first.
 */
export class TalliedEvents implements OnApplicationShutdown {
  private counts = new Map<string, { readonly event: TalliedEvent; count: number }>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly chain: Pick<ChainWriter, 'append'>,
    private readonly logger: Logger,
    private readonly periodMs: number,
  ) {}

  count(event: TalliedEvent, times = 1): void {
    const kind = JSON.parse(JSON.stringify({ ...event, traceId: undefined })) as JsonObject;
    const name = canonicalJson(kind);
    const counted = this.counts.get(name);
    if (counted) counted.count += times;
    else this.counts.set(name, { event, count: times });
    if (this.counts.size > MOST_KINDS) void this.record();
    else this.timer ??= setTimeout(() => void this.record(), this.periodMs).unref();
  }

  onApplicationShutdown(): Promise<void> {
    return this.record();
  }

  /** Stores what was counted since the last time. What cannot be stored is counted again. */
  async record(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const counted = [...this.counts.values()];
    this.counts = new Map();
    if (counted.length === 0) return;
    const entries = counted.map(({ event: { tenant, ...event }, count }) => ({
      tenant,
      stream: 'events' as const,
      event: { ...event, id: newId(), data: { ...event.data, count } },
    }));
    try {
      await this.chain.append(entries);
    } catch (err) {
      this.logger.warn({ err }, 'security events could not be audited yet');
      if (counted.length > MOST_KINDS) counted.length = MOST_KINDS;
      for (const { event, count } of counted) this.count(event, count);
    }
  }
}
