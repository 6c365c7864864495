import { setTimeout as pause } from 'node:timers/promises';
import {
  type EventBus,
  type EventMessage,
  MessageRefused,
  type Topic,
  type TopicBatch,
} from '@somabrain/events';
import { type Logger, Problem } from '@somabrain/kernel';
import { type LoopMessage, PoisonMessage } from './message';
import { readMessage } from './read-message';
import { StaleState } from './states/worker-states';
import { UnheardOutputs, type WorkerRun } from './worker-run';

/** Attempts for a message that fails by itself. While a backend is down, a message is retried without limit. */
export const RETRY_BUDGET = 5;
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 5_000;
const LONGEST_REASON = 500;
/** Service Unavailable, Gateway Timeout. */
const PASSING: ReadonlySet<number> = new Set([503, 504]);

/** Counts the messages of a worker. */
export interface DeliveryObserver {
  /** @param seconds how long it took */
  delivered(worker: string, taken: number, repeated: number, seconds: number): void;
  retried(worker: string): void;
  deadLettered(worker: string, topic: string): void;
}

interface Letter {
  readonly topic: Topic;
  readonly raw: EventMessage;
  readonly message: LoopMessage;
}

/**
 * Brings messages to a worker until it has taken them. One that makes no sense, or that fails though nothing is down, goes to the dead
 * letters of its topic with the reason; those after it go on.
 */
export class Delivery {
  private readonly closing = new AbortController();

  constructor(
    private readonly run: WorkerRun,
    private readonly bus: Pick<EventBus, 'publish'>,
    private readonly observer: DeliveryObserver,
    private readonly logger: Logger,
  ) {}

  /**
   * Resolves when each message is taken or among the dead letters.
   * @param alive called between attempts, so that a waiting worker is not taken for dead
   * @throws AbortError once it is closed: what is not taken comes again
   */
  deliver(topic: Topic, messages: readonly EventMessage[], alive?: () => Promise<void>): Promise<void> {
    return this.deliverAll([{ topic, messages }], alive);
  }

  /** `deliver` for messages of several topics, which are taken together. */
  async deliverAll(
    batches: readonly TopicBatch[],
    alive: () => Promise<void> = () => Promise.resolve(),
  ): Promise<void> {
    const letters: Letter[] = [];
    for (const { topic, messages } of batches) {
      for (const raw of messages) {
        try {
          const message = readMessage(topic, raw);
          if (message) letters.push({ topic, raw, message });
        } catch (error) {
          await this.untilItWorks(() => this.putAside({ topic, raw }, error, 1), alive);
        }
      }
    }
    await this.take(letters, alive);
  }

  /** To be called when messages begin to come that may have gone to another process before. */
  regained(): void {
    this.run.regained();
  }

  /** Ends what waits for a backend. */
  close(): void {
    this.closing.abort();
  }

  private async take(letters: readonly Letter[], alive: () => Promise<void>): Promise<void> {
    if (letters.length === 0) return;
    const failure = await this.attempts(letters, alive);
    if (failure === null) return;
    if (failure instanceof PoisonMessage && failure.poison) {
      const at = letters.findIndex(({ message }) => message === failure.poison);
      // What stands before it was not stored with it.
      await this.take(letters.slice(0, at), alive);
      await this.untilItWorks(() => this.putAside(letters[at]!, failure, 1), alive);
      await this.take(letters.slice(at + 1), alive);
    } else if (letters.length === 1) {
      await this.untilItWorks(() => this.putAside(letters[0]!, failure, RETRY_BUDGET), alive);
    } else {
      const half = Math.ceil(letters.length / 2);
      await this.take(letters.slice(0, half), alive);
      await this.take(letters.slice(half), alive);
    }
  }

  /** @returns null when they are taken; else why they cannot be */
  private async attempts(letters: readonly Letter[], alive: () => Promise<void>): Promise<unknown> {
    let failures = 0;
    let failure: unknown = null;
    await this.untilItWorks(async () => {
      const start = performance.now();
      try {
        const { taken, repeated } = await this.run.take(letters.map(({ message }) => message));
        this.observer.delivered(this.run.worker.name, taken, repeated, (performance.now() - start) / 1_000);
      } catch (error) {
        if (isPassing(error)) throw error;
        failures += 1;
        failure = error;
        if (!(error instanceof PoisonMessage) && failures < RETRY_BUDGET) throw error;
        return;
      }
      failure = null;
    }, alive);
    return failure;
  }

  private async untilItWorks(work: () => Promise<void>, alive: () => Promise<void>): Promise<void> {
    const { signal } = this.closing;
    for (let wait = FIRST_PAUSE_MS; ; wait = Math.min(2 * wait, LONGEST_PAUSE_MS)) {
      signal.throwIfAborted();
      try {
        await work();
        return;
      } catch (err) {
        if (wait === FIRST_PAUSE_MS)
          this.logger.debug({ err, worker: this.run.worker.name }, 'a worker tries again');
        this.observer.retried(this.run.worker.name);
      }
      await pause(wait, undefined, { signal });
      await alive();
    }
  }

  private async putAside(
    { topic, raw }: Pick<Letter, 'topic' | 'raw'>,
    why: unknown,
    attempts: number,
  ): Promise<void> {
    const worker = this.run.worker.name;
    const reason = (why instanceof Error ? why.message : String(why)).slice(0, LONGEST_REASON);
    const headers = {
      ...raw.headers,
      'dead-letter-reason': reason,
      'dead-letter-worker': worker,
      'dead-letter-attempts': String(attempts),
    };
    await this.bus.publish(`${topic}.dlq` as Topic, [{ ...raw, headers }]);
    this.observer.deadLettered(worker, topic);
    this.logger.warn(
      { worker, topic, reason, id: raw.headers.id },
      'a message of the loop was moved to the dead letters',
    );
  }
}

/** Whether a failure comes from a backend or another process, and not from the message. */
function isPassing(error: unknown): boolean {
  if (error instanceof UnheardOutputs) return !(error.cause instanceof MessageRefused);
  if (error instanceof StaleState) return true;
  return error instanceof Problem && PASSING.has(error.definition.status);
}
