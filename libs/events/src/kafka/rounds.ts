import type { EventMessage } from '../event-bus';
import type { Topic } from '../topics';

/** Messages of one partition, in their order. */
export interface TopicBatch {
  readonly topic: Topic;
  readonly messages: readonly EventMessage[];
}

/** Deals with batches as one, in their order. */
export type HandleRound = (batches: readonly TopicBatch[], alive: () => Promise<void>) => Promise<void>;

/** A batch, and the consumer that it comes from. */
export interface Offer extends TopicBatch {
  /** Whether it is still to be dealt with when its turn comes. */
  readonly isWanted: () => boolean;
  /** Says that the member is alive. */
  readonly alive: () => Promise<void>;
}

interface Waiting {
  readonly offer: Offer;
  readonly resolve: (dealtWith: boolean) => void;
  readonly reject: (reason: unknown) => void;
}

/** A round of more has the effect of several: too much would be done again where one of them fails. */
const ROUND_MESSAGES = 1_000;

/**
 * Brings batches of several partitions together that come at once, so that what a round costs is paid once for all of them. A round begins
 * when the one before has ended.
 */
export class Rounds {
  private readonly waiting: Waiting[] = [];
  private running = false;

  constructor(private readonly handle: HandleRound) {}

  /** @returns whether it was dealt with; false: it was no longer wanted. @throws what `handle` threw */
  add(offer: Offer): Promise<boolean> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ offer, resolve, reject });
      if (this.running) return;
      this.running = true;
      void this.run();
    });
  }

  private async run(): Promise<void> {
    // Lets those in that come in the same turn.
    await Promise.resolve();
    while (this.waiting.length > 0) await this.deal(this.next());
    this.running = false;
  }

  /** What the next round is of: at least one batch. */
  private next(): Waiting[] {
    let messages = 0;
    const fitting = this.waiting.findIndex(
      ({ offer }) => (messages += offer.messages.length) > ROUND_MESSAGES,
    );
    return this.waiting.splice(0, fitting < 0 ? this.waiting.length : Math.max(1, fitting));
  }

  private async deal(round: readonly Waiting[]): Promise<void> {
    try {
      const wanted = round.filter(({ offer }) => offer.isWanted());
      if (wanted.length > 0) {
        const offers = wanted.map(({ offer }) => offer);
        await this.handle(offers, offers[0]!.alive);
      }
      for (const each of round) each.resolve(wanted.includes(each));
    } catch (error) {
      for (const { reject } of round) reject(error);
    }
  }
}
