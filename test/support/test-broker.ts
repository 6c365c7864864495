import { type AuditEventData, shardOf } from '@somabrain/audit';
import { type CloudEvent, EventBus, type EventMessage, MessageRefused, type Topic } from '@somabrain/events';
import type { TenantId } from '@somabrain/kernel';

export interface Received {
  readonly relay: string;
  readonly topic: Topic;
  readonly event: CloudEvent<AuditEventData>;
}

/** What the relays of a test published, and who publishes which shard just now. */
export class Published {
  readonly received: Received[] = [];
  /** Shards of a topic that two publish at once. */
  readonly overlaps: string[] = [];
  largest = 0;
  private readonly busy = new Map<string, string>();

  /** The events of one chain in the order they came. */
  of(tenant: TenantId, stream: string): AuditEventData[] {
    return this.received
      .map(({ event }) => event.data)
      .filter((data) => data.tenant === tenant && data.stream === stream);
  }

  async take(relay: string, topic: Topic, messages: readonly EventMessage[]): Promise<void> {
    const shards = [...new Set(messages.map(({ key }) => `${topic} ${shardOf(key as TenantId)}`))];
    for (const shard of shards) {
      if (this.busy.has(shard)) this.overlaps.push(shard);
      this.busy.set(shard, relay);
    }
    await new Promise((resolve) => setImmediate(resolve));
    this.largest = Math.max(this.largest, messages.length);
    for (const message of messages)
      this.received.push({ relay, topic, event: JSON.parse(message.value) as CloudEvent<AuditEventData> });
    for (const shard of shards) this.busy.delete(shard);
  }
}

/** What the broker does with a publish. */
export type Fate = 'take' | 'refuse' | 'lose-acknowledgement';

/** One relay's way to the broker, which a test can disturb. */
export class TestBroker extends EventBus {
  fate: (topic: Topic) => Fate = () => 'take';
  /** Of messages that it will never take. */
  refuses: (message: EventMessage) => boolean = () => false;
  /** Called before the broker hears of a publish. */
  before: () => Promise<void> = () => Promise.resolve();

  constructor(
    private readonly name: string,
    private readonly published: Published,
  ) {
    super();
  }

  async publish(topic: Topic, messages: readonly EventMessage[]): Promise<void> {
    await this.before();
    if (messages.some(this.refuses)) throw new MessageRefused('MESSAGE_TOO_LARGE');
    const fate = this.fate(topic);
    if (fate !== 'refuse') await this.published.take(this.name, topic, messages);
    if (fate !== 'take') throw new Error('The broker does not answer');
  }

  hasSubscribers(): boolean {
    return true;
  }

  subscribe(): never {
    throw new Error('Nobody subscribes here');
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
