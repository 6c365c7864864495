import type { AuditEventData } from '@somabrain/audit';
import { type CloudEvent, type EventMessage, KafkaEventBus, TOPICS } from '@somabrain/events';
import { quietLogger } from '../../support/test-database';
import { waitFor } from '../../support/wait-for';
import { kafkaOfRun, noKafkaObserver } from '../kafka';
import type { Stack } from '../support/stack';

const ARRIVAL_MS = 60_000;

/** What a consumer of the topic of operations has seen since it began, each event once, in the order they came. */
export class PublishedTrail {
  private readonly ids = new Set<string>();
  /** By tenant and stream. */
  private readonly seqs = new Map<string, number[]>();

  private constructor(private readonly bus: KafkaEventBus) {}

  /** Begins with what is published from now on. */
  static async follow(): Promise<PublishedTrail> {
    const bus = new KafkaEventBus(kafkaOfRun(), noKafkaObserver, quietLogger());
    const trail = new PublishedTrail(bus);
    await bus.subscribe(TOPICS.auditOperations, (message) => Promise.resolve(trail.take(message)));
    return trail;
  }

  close(): Promise<void> {
    return this.bus.close();
  }

  /** What is missing, or came in another order than it was sealed in: a sentence for each chain. */
  async whatIsWrong(stack: Stack, tenants: readonly string[]): Promise<string[]> {
    // Records of questions asked during an outage may be sealed a while after it: what is sealed is looked up until Kafka has it.
    const look = () =>
      stack.database.asOwner<{ chain: string; records: number }>(
        `select tenant_id || ' ' || stream as chain, count(*)::integer as records from audit_log
          where tenant_id = any ($1) and stream in ('operations', 'access') group by 1`,
        [tenants],
      );
    let sealed = await look();
    const isWhole = async () => {
      sealed = await look();
      return sealed.every(({ chain, records }) => this.seqs.get(chain)?.length === records);
    };
    await waitFor(isWhole, { timeoutMs: ARRIVAL_MS, what: () => 'the events' }).catch(() => undefined);
    return sealed.flatMap(({ chain, records }) => {
      const seqs = this.seqs.get(chain) ?? [];
      if (seqs.length !== records) return `of ${records} records of ${chain} Kafka has ${seqs.length}`;
      return seqs.every((seq, index) => seq === index + 1) ? [] : `${chain} is out of order in Kafka`;
    });
  }

  private take({ value }: EventMessage): void {
    const { id, data } = JSON.parse(value) as CloudEvent<AuditEventData>;
    if (this.ids.has(id)) return;
    this.ids.add(id);
    const chain = `${data.tenant} ${data.stream}`;
    const seqs = this.seqs.get(chain);
    if (seqs) seqs.push(data.seq);
    else this.seqs.set(chain, [data.seq]);
  }
}
