import type { OnApplicationShutdown } from '@nestjs/common';
import type { Topic } from './topics';

/** One message of a topic. */
export interface EventMessage {
  /** Messages with one key keep their order. */
  readonly key: string;
  /** JSON text. */
  readonly value: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Deals with one message. Messages may come again, so it drops what it has seen. A message it cannot deal with it must put aside by
 * itself: while it rejects, it gets that message again and again and none after it.
 */
export type EventHandler = (message: EventMessage) => Promise<void>;

/** Ends a subscription: resolves when the handler is not running and will not be called again. */
export type Unsubscribe = () => Promise<void>;

/** Carries messages from those who publish to those who subscribed. The class is its own injection token. */
export abstract class EventBus implements OnApplicationShutdown {
  /**
   * Resolves when the bus is responsible for all messages. When it rejects, some may have been delivered: publish all of them again.
   * It rejects with `MessageRefused` where one of them will never be taken.
   * To keep the order of a key, publish its next message after this resolved.
   */
  abstract publish(topic: Topic, messages: readonly EventMessage[]): Promise<void>;

  /** Whether a topic may have subscribers. Without any, a message need not be built at all. */
  abstract hasSubscribers(topic: Topic): boolean;

  /** Resolves when `handler` is sure to be called with each message published from now on, one after the other. */
  abstract subscribe(topic: Topic, handler: EventHandler): Promise<Unsubscribe>;

  /** Finishes the publishes under way, for a bounded time, and ends all subscriptions. Afterwards a publish is rejected. */
  abstract close(): Promise<void>;

  onApplicationShutdown(): Promise<void> {
    return this.close();
  }
}
