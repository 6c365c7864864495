import type { Topic } from '@somabrain/events';
import type { JsonObject } from '@somabrain/kernel';
import type { LoopMessage } from './message';

/** A message that a worker publishes, in the stream of the message that caused it. */
export interface Output {
  readonly topic: Topic;
  readonly value: JsonObject;
}

/** The next state after a message, and the messages to publish. */
export interface Step<State> {
  readonly state: State;
  readonly outputs: readonly Output[];
}

/**
 * One part of the loop. It keeps a state for each stream of each tenant, and all that it is told of a stream comes in order. A step may be
 * taken again after a crash, with the same state and the same message: then it says the same, and whatever else it does must do no harm.
 */
export abstract class Worker<State = unknown> {
  /** Part of what makes its messages known: never renamed. */
  abstract readonly name: string;
  /** What it listens to. */
  abstract readonly topics: readonly Topic[];
  /** The state of a new stream. */
  abstract initial(): State;

  /**
   * @param tenantWide its state of what is about the whole tenant
   * @throws PoisonMessage; anything else is tried again
   */
  abstract step(state: State, message: LoopMessage, tenantWide: State): Step<State> | Promise<Step<State>>;
}
