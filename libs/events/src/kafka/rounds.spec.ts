import type { EventMessage } from '../event-bus';
import { TOPICS } from '../topics';
import { type Offer, Rounds, type TopicBatch } from './rounds';

const message = (value: string): EventMessage => ({ key: 'acme', value, headers: {} });
const offer = (values: readonly string[], more: Partial<Offer> = {}): Offer => ({
  topic: TOPICS.stateUpdates,
  messages: values.map(message),
  isWanted: () => true,
  alive: () => Promise.resolve(),
  ...more,
});

describe('rounds', () => {
  let handed: string[][];
  let handle: (batches: readonly TopicBatch[]) => Promise<void>;
  let rounds: Rounds;

  beforeEach(() => {
    handed = [];
    handle = () => Promise.resolve();
    rounds = new Rounds((batches) => {
      handed.push(batches.flatMap(({ messages }) => messages.map(({ value }) => value)));
      return handle(batches);
    });
  });

  it('are of all batches that come at once, in their order', async () => {
    await Promise.all([rounds.add(offer(['a', 'b'])), rounds.add(offer(['c']))]);
    await rounds.add(offer(['d']));
    expect(handed).toEqual([['a', 'b', 'c'], ['d']]);
  });

  it('come one after the other: what comes during one is the next', async () => {
    let end: () => void = () => undefined;
    handle = () => new Promise((resolve) => (end = resolve));
    const first = rounds.add(offer(['a']));
    await Promise.resolve();
    const rest = [rounds.add(offer(['b'])), rounds.add(offer(['c']))];
    expect(handed).toEqual([['a']]);
    handle = () => Promise.resolve();
    end();
    expect(await Promise.all([first, ...rest])).toEqual([true, true, true]);
    expect(handed).toEqual([['a'], ['b', 'c']]);
  });

  it('leave out what is no longer wanted when its turn comes', async () => {
    const dealt = [rounds.add(offer(['a'], { isWanted: () => false })), rounds.add(offer(['b']))];
    expect(await Promise.all(dealt)).toEqual([false, true]);
    expect(await rounds.add(offer(['c'], { isWanted: () => false }))).toBe(false);
    expect(handed).toEqual([['b']]);
  });

  it('tell all who are in one of its failure, and go on', async () => {
    handle = () => Promise.reject(new Error('closed'));
    const failed = await Promise.allSettled([rounds.add(offer(['a'])), rounds.add(offer(['b']))]);
    expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    handle = () => Promise.resolve();
    expect(await rounds.add(offer(['c']))).toBe(true);
  });

  it('are bounded, but never smaller than a batch', async () => {
    const many = (name: string, count: number) => offer(Array.from({ length: count }, () => name));
    await Promise.all([
      rounds.add(many('a', 2_000)),
      rounds.add(many('b', 600)),
      rounds.add(many('c', 400)),
      rounds.add(many('d', 1)),
    ]);
    expect(handed.map((round) => round.length)).toEqual([2_000, 1_000, 1]);
  });
});
