import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { EventBus, EventMessage, Unsubscribe } from '@somabrain/events';
import type { Delivery } from './delivery';
import type { Worker } from './worker';

/** A worker, and what brings it its messages. */
export interface StaffedWorker {
  readonly worker: Worker;
  readonly delivery: Delivery;
}

/** The loop in one process: each worker hears what the others say as soon as they do. */
export class InProcessLoop implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly subscriptions: Unsubscribe[] = [];

  constructor(
    private readonly bus: EventBus,
    private readonly staff: readonly StaffedWorker[],
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    for (const { worker, delivery } of this.staff) {
      for (const topic of worker.topics) {
        const bring = async (message: EventMessage): Promise<void> => {
          // A long row of messages must not keep requests from being answered.
          await nextTurn();
          await delivery.deliver(topic, [message]);
        };
        this.subscriptions.push(await this.bus.subscribe(topic, bring));
      }
    }
  }

  /** Resolves when no worker works any more. */
  async onApplicationShutdown(): Promise<void> {
    for (const { delivery } of this.staff) delivery.close();
    await Promise.all(this.subscriptions.splice(0).map((unsubscribe) => unsubscribe()));
  }
}
