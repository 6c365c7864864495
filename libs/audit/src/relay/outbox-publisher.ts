import { type EventBus, type EventMessage, MessageRefused, type Topic } from '@somabrain/events';
import type { Logger } from '@somabrain/kernel';
import { auditMessage, TOPIC_OF_STREAM } from '../audit-envelope';
import type { AuditObserver } from '../audit-observer';
import type { AuditStream } from '../audit-record';
import { type Outbox, type OutboxRange, type OutboxRecord, recordsIn } from './outbox';

const BATCH_RECORDS = 1_000;

/** Whether a range may be published by this process now. */
export type Permission = (range: OutboxRange) => boolean;

interface Batch {
  readonly ranges: readonly OutboxRange[];
  readonly records: readonly OutboxRecord[];
}

/** Publishes ranges of the outbox and removes them when the bus has acknowledged their records. */
export class OutboxPublisher {
  constructor(
    private readonly outbox: Outbox,
    private readonly bus: EventBus,
    private readonly observer: Pick<AuditObserver, 'published'>,
    private readonly logger: Logger,
  ) {}

  /**
   * Publishes ranges in their order, in batches: none before the one before it is acknowledged. Meanwhile the next is read and the last is
   * removed.
   * @returns how many records
   * @throws what the bus threw; what it acknowledged is removed, and what comes later is not published
   */
  async publish(ranges: readonly OutboxRange[], allowed: Permission): Promise<number> {
    const batches = [...batchesOf(ranges)];
    let published = 0;
    let removing = Promise.resolve();
    let reading = this.read(batches.shift() ?? [], allowed);
    try {
      for (;;) {
        const batch = await reading;
        const next = batches.shift();
        if (next) reading = quietly(this.read(next, allowed));
        const { acknowledged, failures } = await this.send(batch);
        await removing;
        removing = quietly(this.remove(acknowledged));
        published += recordsIn(acknowledged);
        if (failures.length > 0) {
          throw new AggregateError(failures, 'The event bus did not take audit records');
        }
        if (!next) return published;
      }
    } finally {
      await removing;
    }
  }

  private async read(ranges: readonly OutboxRange[], allowed: Permission): Promise<Batch> {
    const own = ranges.filter(allowed);
    const heard = own.filter((range) => this.bus.hasSubscribers(TOPIC_OF_STREAM[range.stream]));
    const records = heard.length > 0 ? await this.outbox.read(heard) : [];
    const missing = recordsIn(heard) - records.length;
    if (missing > 0) {
      this.logger.error({ missing }, 'records of the outbox are not in the audit log: verify the chains');
    }
    return { ranges: own, records };
  }

  private async send({
    ranges,
    records,
  }: Batch): Promise<{ acknowledged: OutboxRange[]; failures: unknown[] }> {
    const failures: unknown[] = [];
    const acknowledged: OutboxRange[] = [];
    const send = async (topic: Topic): Promise<void> => {
      try {
        const messages = this.messagesOf(records.filter(goesTo(topic)));
        if (messages.length > 0) await this.sendAll(topic, messages);
        acknowledged.push(...ranges.filter(goesTo(topic)));
      } catch (error) {
        failures.push(error);
      }
    };
    await Promise.all([...new Set(ranges.map(({ stream }) => TOPIC_OF_STREAM[stream]))].map(send));
    return { acknowledged, failures };
  }

  /** Halves what the bus refuses until the message stands alone: it stays in the audit log, and nothing waits behind it for good. */
  private async sendAll(topic: Topic, messages: readonly EventMessage[]): Promise<void> {
    try {
      await this.bus.publish(topic, messages);
    } catch (err) {
      if (!(err instanceof MessageRefused)) throw err;
      const [first] = messages;
      if (first && messages.length === 1) {
        this.logger.error(
          { err, tenant: first.key, topic, bytes: Buffer.byteLength(first.value) },
          'an audit record is not published: the event bus refuses it; it is in the audit log',
        );
        return;
      }
      const middle = messages.length >> 1;
      await this.sendAll(topic, messages.slice(0, middle));
      await this.sendAll(topic, messages.slice(middle));
    }
  }

  private async remove(acknowledged: readonly OutboxRange[]): Promise<void> {
    if (acknowledged.length > 0) await this.outbox.remove(acknowledged);
    for (const range of acknowledged) this.observer.published(range.stream, recordsIn([range]));
  }

  private messagesOf(records: readonly OutboxRecord[]): EventMessage[] {
    return records.flatMap(({ record }) => {
      try {
        return auditMessage(record);
      } catch (err) {
        // One row that somebody spoilt must not hold up all that come after it.
        this.logger.error(
          { err },
          'an audit record is not what was sealed and is not published: verify the chains',
        );
        return [];
      }
    });
  }
}

/** The same promise; that nobody waits for it yet is no reason to end the process when it fails. */
function quietly<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

function goesTo(topic: Topic): (of: { stream: AuditStream }) => boolean {
  return ({ stream }) => TOPIC_OF_STREAM[stream] === topic;
}

/** Parts ranges into batches of up to 1,000 records; a larger range, which one transaction wrote, goes alone. */
function* batchesOf(ranges: readonly OutboxRange[]): Generator<OutboxRange[]> {
  let batch: OutboxRange[] = [];
  let records = 0;
  for (const range of ranges) {
    const more = recordsIn([range]);
    if (batch.length > 0 && records + more > BATCH_RECORDS) {
      yield batch;
      batch = [];
      records = 0;
    }
    batch.push(range);
    records += more;
  }
  if (batch.length > 0) yield batch;
}
