import { Problem } from '@somabrain/kernel';
import { EventBus, type EventHandler, type EventMessage, type Unsubscribe } from '../event-bus';
import type { Topic } from '../topics';

interface Subscription {
  readonly handler: EventHandler;
  /** What this handler is still to deal with, in order. Never rejects. */
  tail: Promise<void>;
  ended: boolean;
}

const DEFAULT_CAPACITY = 100_000;

/**
 * The bus of a single process. It stores nothing: `publish` resolves when every handler has dealt with every message, and rejects when one
 * failed, so whoever keeps what is to be published (the outbox) keeps it until then. A handler that fails gets no more of that publish,
 * which would break its order; the other handlers get all of it.
 */
export class InProcessEventBus extends EventBus {
  private readonly subscriptions = new Map<Topic, Set<Subscription>>();
  private underWay = 0;
  private closed = false;

  /** @param capacity messages that may be under way; a publish that finds no room is refused */
  constructor(private readonly capacity = DEFAULT_CAPACITY) {
    super();
  }

  /** @throws Problem OVERLOADED; AggregateError of what the handlers threw; Error after `close` */
  async publish(topic: Topic, messages: readonly EventMessage[]): Promise<void> {
    if (this.closed) throw new Error('The event bus is closed');
    // A publish that meets an idle bus is taken whatever its size: refusing it would be for ever.
    if (this.underWay > 0 && this.underWay + messages.length > this.capacity) {
      throw new Problem('OVERLOADED', `Too many messages of this process wait for the handlers of ${topic}`);
    }
    this.underWay += messages.length;
    try {
      const subscriptions = [...(this.subscriptions.get(topic) ?? [])];
      const results = await Promise.allSettled(subscriptions.map((each) => deliver(each, messages)));
      const failures = results.filter((result) => result.status === 'rejected');
      if (failures.length > 0) {
        throw new AggregateError(
          failures.map((failure) => failure.reason as unknown),
          `${failures.length} of ${subscriptions.length} handlers of ${topic} failed`,
        );
      }
    } finally {
      this.underWay -= messages.length;
    }
  }

  hasSubscribers(topic: Topic): boolean {
    return (this.subscriptions.get(topic)?.size ?? 0) > 0;
  }

  subscribe(topic: Topic, handler: EventHandler): Promise<Unsubscribe> {
    const subscription: Subscription = { handler, tail: Promise.resolve(), ended: false };
    let subscriptions = this.subscriptions.get(topic);
    if (!subscriptions) this.subscriptions.set(topic, (subscriptions = new Set()));
    subscriptions.add(subscription);
    return Promise.resolve(async () => {
      subscriptions.delete(subscription);
      await end(subscription);
    });
  }

  async close(): Promise<void> {
    this.closed = true;
    const all = [...this.subscriptions.values()].flatMap((subscriptions) => [...subscriptions]);
    this.subscriptions.clear();
    await Promise.all(all.map(end));
  }
}

/** Resolves when the handler is not running any more. */
async function end(subscription: Subscription): Promise<void> {
  subscription.ended = true;
  await subscription.tail;
}

/** Hands the messages to one handler, after those it is still busy with. */
function deliver(subscription: Subscription, messages: readonly EventMessage[]): Promise<void> {
  const delivery = subscription.tail.then(async () => {
    for (const message of messages) {
      if (subscription.ended) return;
      await subscription.handler(message);
    }
  });
  subscription.tail = delivery.catch(() => undefined); // `publish` reports it
  return delivery;
}
