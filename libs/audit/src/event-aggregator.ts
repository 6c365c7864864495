import type { OnApplicationShutdown } from '@nestjs/common';
import { canonicalJson, type JsonObject, type Logger, newId, type TenantId } from '@somabrain/kernel';
import type { EventAction } from './audit-actions';
import type { AuditEvent } from './audit-record';
import type { ChainWriter } from './chain-writer';

/** An event that may occur many times a second. */
export interface AggregatedEvent extends Omit<AuditEvent<EventAction>, 'id'> {
  readonly tenant: TenantId;
}

/** Kinds of events counted in one period. One more, and all are recorded at once. */
const MOST_KINDS = 1_000;

/**
 * Aggregates frequent events. The audit gets one record for each kind and period: `count` says how many there were, and the trace id is that
 * of the first.
 */
export class EventAggregator implements OnApplicationShutdown {
  private counts = new Map<string, { readonly event: AggregatedEvent; count: number }>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly chain: Pick<ChainWriter, 'append'>,
    private readonly logger: Logger,
    private readonly periodMs: number,
  ) {}

  /** Counts an event; events are of one kind if they differ in nothing but their trace ids. */
  count(event: AggregatedEvent, times = 1): void {
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
