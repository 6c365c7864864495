import type { EventBus, EventMessage, Topic } from '@somabrain/events';
import { asEventMessage, type LoopMessage } from './message';
import { addressOf, type StateAddress, type StoredState, type WorkerStates } from './states/worker-states';
import type { Worker } from './worker';

/** Producers that a stream remembers: each worker that speaks to it is a new one after its own state was forgotten. */
const MOST_PRODUCERS = 16;

/** A state while messages are worked on. */
type Working = StateAddress & { -readonly [Member in keyof StoredState]: StoredState[Member] };

/** A message of a worker could not be published. */
export class UnheardOutputs extends Error {
  override readonly name = 'UnheardOutputs';
}

/** The outcome of messages. */
export interface Taken {
  readonly taken: number;
  /** Messages that were known. */
  readonly repeated: number;
}

/**
 * Lets a worker take messages, each exactly once as far as its state and what it says go: it says what it has to say before its states are
 * stored, with numbers that follow from them. Whoever hears it again after a crash knows the numbers.
 */
export class WorkerRun {
  private tail: Promise<unknown> = Promise.resolve();

  constructor(
    readonly worker: Worker,
    private readonly states: WorkerStates,
    private readonly bus: Pick<EventBus, 'publish'>,
  ) {}

  /** Takes them all, in their order, or none; one call after the other. @throws what the worker, the bus or the states threw */
  async take(messages: readonly LoopMessage[]): Promise<Taken> {
    const taking = this.tail.then(() => this.takeAll(messages));
    this.tail = taking.catch(() => undefined); // who asked for it hears of it
    return taking;
  }

  /** Other processes may have taken messages of its streams since the last ones. */
  regained(): void {
    this.states.forget(this.worker.name);
  }

  private async takeAll(messages: readonly LoopMessage[]): Promise<Taken> {
    const working = await this.load(messages);
    const changed = new Set<Working>();
    const said = new Map<Topic, EventMessage[]>();
    let taken = 0;
    for (const message of messages) {
      const state = working.get(addressOf(message))!;
      if (isKnown(state, message)) continue;
      const tenantWide = working.get(addressOf({ ...message, stream: '' }))!;
      const step = await this.worker.step(state.state, message, tenantWide.state);
      state.state = step.state;
      state.born ||= message.id;
      state.seen = seenWith(state.seen, message);
      for (const { topic, value } of step.outputs) {
        state.said += 1;
        const producer = `${this.worker.name}/${state.born}`;
        const origin = { producer, number: state.said };
        const { tenant, stream } = message;
        const output = asEventMessage({ tenant, stream, id: `${producer}/${state.said}`, origin, value });
        const outputs = said.get(topic);
        if (outputs) outputs.push(output);
        else said.set(topic, [output]);
      }
      changed.add(state);
      taken += 1;
    }
    for (const [topic, outputs] of said) await this.say(topic, outputs);
    if (changed.size > 0) await this.states.save(this.worker.name, [...changed]);
    return { taken, repeated: messages.length - taken };
  }

  private async say(topic: Topic, outputs: readonly EventMessage[]): Promise<void> {
    try {
      await this.bus.publish(topic, outputs);
    } catch (cause) {
      throw new UnheardOutputs(`${this.worker.name} cannot publish to ${topic}`, { cause });
    }
  }

  private async load(messages: readonly LoopMessage[]): Promise<Map<string, Working>> {
    const addresses = new Map<string, StateAddress>();
    for (const { tenant, stream } of messages) {
      for (const address of [
        { tenant, stream },
        { tenant, stream: '' },
      ]) {
        addresses.set(addressOf(address), address);
      }
    }
    const stored = await this.states.load(this.worker.name, [...addresses.values()]);
    return new Map(
      [...addresses].map(([key, address]) => [key, { ...address, ...(stored.get(key) ?? this.unborn()) }]),
    );
  }

  private unborn(): StoredState {
    return { version: 0, state: this.worker.initial(), born: '', seen: {}, said: 0 };
  }
}

function isKnown({ seen }: StoredState, { origin }: LoopMessage): boolean {
  return origin !== null && origin.number <= (seen[origin.producer] ?? 0);
}

function seenWith(seen: StoredState['seen'], { origin }: LoopMessage): StoredState['seen'] {
  if (!origin) return seen;
  const others = Object.entries(seen).filter(([producer]) => producer !== origin.producer);
  return { ...Object.fromEntries(others.slice(1 - MOST_PRODUCERS)), [origin.producer]: origin.number };
}
