import { type EventMessage, MessageRefused, type Topic, TOPICS } from '@somabrain/events';
import { createLogger, Problem } from '@somabrain/kernel';
import { Delivery, RETRY_BUDGET } from './delivery';
import type { LoopMessage } from './message';
import { InProcessStates } from './states/in-process-states';
import { type Step, Worker } from './worker';
import { UnheardOutputs, WorkerRun } from './worker-run';

const TOPIC = TOPICS.teachFeedback;

/** Takes names, unless something keeps it from it. */
class Listener extends Worker<readonly string[]> {
  readonly name = 'listener';
  readonly topics = [TOPIC];
  readonly heard: string[] = [];
  attempts = 0;

  constructor(private readonly obstacle: (name: string, attempt: number) => Error | null) {
    super();
  }

  initial(): readonly string[] {
    return [];
  }

  step(state: readonly string[], { value }: LoopMessage): Step<readonly string[]> {
    const name = value.name as string;
    this.attempts += 1;
    const obstacle = this.obstacle(name, this.attempts);
    if (obstacle) throw obstacle;
    this.heard.push(name);
    return { state: [...state, name], outputs: [] };
  }
}

const letter = (name: string): EventMessage => ({
  key: 'acme',
  value: JSON.stringify({ name }),
  headers: { id: name },
});

function deliveryTo(worker: Worker) {
  const dead: { topic: Topic; message: EventMessage }[] = [];
  const bus = {
    publish: (topic: Topic, messages: readonly EventMessage[]): Promise<void> => {
      dead.push(...messages.map((message) => ({ topic, message })));
      return Promise.resolve();
    },
  };
  const observer = { delivered: () => undefined, retried: () => undefined, deadLettered: () => undefined };
  const run = new WorkerRun(worker, new InProcessStates(), bus);
  return { dead, delivery: new Delivery(run, bus, observer, createLogger('FATAL')) };
}

describe('delivery', () => {
  it('puts a message aside that fails by itself as often as the budget allows, and brings all others', async () => {
    const worker = new Listener((name) => (name === 'c' ? new Error('no idea') : null));
    const { dead, delivery } = deliveryTo(worker);
    await delivery.deliver(TOPIC, ['a', 'b', 'c', 'd'].map(letter));
    expect(new Set(worker.heard)).toEqual(new Set(['a', 'b', 'd']));
    expect(dead).toEqual([
      {
        topic: `${TOPIC}.dlq`,
        message: {
          ...letter('c'),
          headers: {
            id: 'c',
            'dead-letter-reason': 'no idea',
            'dead-letter-worker': 'listener',
            'dead-letter-attempts': String(RETRY_BUDGET),
          },
        },
      },
    ]);
  });

  it('puts a message aside whose output the bus will never take, and brings all others', async () => {
    const cause = new MessageRefused('MESSAGE_TOO_LARGE');
    const unheard = new UnheardOutputs('listener cannot publish', { cause });
    const worker = new Listener((name) => (name === 'b' ? unheard : null));
    const { dead, delivery } = deliveryTo(worker);
    await delivery.deliver(TOPIC, ['a', 'b', 'c'].map(letter));
    expect(new Set(worker.heard)).toEqual(new Set(['a', 'c']));
    expect(dead.map(({ message }) => message.headers.id)).toEqual(['b']);
  });

  it('waits for a backend that is down, longer than any budget, and gives nothing up', async () => {
    const down = new Problem('DATABASE_UNAVAILABLE', 'The database does not answer');
    const worker = new Listener((_, attempt) => (attempt <= RETRY_BUDGET + 2 ? down : null));
    const { dead, delivery } = deliveryTo(worker);
    await delivery.deliver(TOPIC, [letter('a')]);
    expect(worker.heard).toEqual(['a']);
    expect(dead).toEqual([]);
  });

  it('says that it is alive while it waits', async () => {
    const down = new Problem('MEMORY_UNAVAILABLE', 'The memory service does not answer');
    const worker = new Listener((_, attempt) => (attempt <= 2 ? down : null));
    let alive = 0;
    await deliveryTo(worker).delivery.deliver(TOPIC, [letter('a')], () => Promise.resolve(void (alive += 1)));
    expect(alive).toBe(2);
  });

  it('lets go of what it waits with when it is closed, so that it comes again', async () => {
    const worker = new Listener(() => new Problem('DATABASE_UNAVAILABLE', 'The database does not answer'));
    const { dead, delivery } = deliveryTo(worker);
    const delivering = delivery.deliver(TOPIC, [letter('a')]);
    delivery.close();
    await expect(delivering).rejects.toMatchObject({ name: 'AbortError' });
    expect(dead).toEqual([]);
  });
});
