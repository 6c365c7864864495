import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { EventBus, EventMessage, Unsubscribe } from '@somabrain/events';
import type { Delivery } from './delivery';
import type { Worker } from './worker';

/** A worker, and the delivery that hands it its messages. */
export interface RunningWorker {
  readonly worker: Worker;
  readonly delivery: Delivery;
}

/** The loop in one process: each worker gets the messages of the others at once. */
export class InProcessLoop implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly subscriptions: Unsubscribe[] = [];

  constructor(
    private readonly bus: EventBus,
    private readonly workers: readonly RunningWorker[],
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    for (const { worker, delivery } of this.workers) {
      for (const topic of worker.topics) {
        const bring = async (message: EventMessage): Promise<void> => {
          // A long queue of messages must not delay requests.
          await nextTurn();
          await delivery.deliver(topic, [message]);
        };
        this.subscriptions.push(await this.bus.subscribe(topic, bring));
      }
    }
  }

  /** Resolves when no worker works any more. */
  async onApplicationShutdown(): Promise<void> {
    for (const { delivery } of this.workers) delivery.close();
    await Promise.all(this.subscriptions.splice(0).map((unsubscribe) => unsubscribe()));
  }
}
