import {
  type EventBus,
  type EventHandler,
  type EventMessage,
  type Topic,
  TOPICS,
  type Unsubscribe,
} from '@somabrain/events';
import { newId } from '@somabrain/kernel';
import { waitFor } from '../support/wait-for';

/** What every adapter of `EventBus` does. @param bus gives the one under test; others may use it at the same time */
export function describeEventBus(adapter: string, bus: () => EventBus): void {
  const topic: Topic = TOPICS.auditEvents;
  const subscriptions: Unsubscribe[] = [];
  let run: string;

  beforeEach(() => {
    run = newId();
  });

  afterEach(async () => {
    await Promise.all(subscriptions.splice(0).map((unsubscribe) => unsubscribe()));
  });

  const message = (key: string, number: number): EventMessage => ({
    key: `${run}/${key}`,
    value: JSON.stringify({ number, text: 'naïve café 🙂' }),
    headers: { 'content-type': 'application/json' },
  });
  /** Subscribes for the messages of this test. */
  const subscribe = async (handler: EventHandler, to: Topic = topic): Promise<Unsubscribe> => {
    const unsubscribe = await bus().subscribe(to, async (each) => {
      if (each.key.startsWith(run)) await handler(each);
    });
    subscriptions.push(unsubscribe);
    return unsubscribe;
  };
  const collect = async (to: Topic = topic): Promise<EventMessage[]> => {
    const received: EventMessage[] = [];
    await subscribe((each) => {
      received.push(each);
      return Promise.resolve();
    }, to);
    return received;
  };
  const arrived = (received: readonly EventMessage[], count: number): Promise<void> =>
    waitFor(() => received.length >= count, {
      timeoutMs: 10_000,
      what: () => `${count} messages; ${received.length} came`,
    });

  describe(`${adapter}: a message`, () => {
    it('reaches every subscriber of its topic as it was, and none of another', async () => {
      const [one, two, other] = await Promise.all([collect(), collect(), collect(TOPICS.auditOperations)]);
      const sent = [message('a', 1), message('b', 2)];
      await bus().publish(topic, sent);
      for (const received of [one, two]) {
        await arrived(received, sent.length);
        expect(received).toEqual(expect.arrayContaining(sent));
        expect(received).toHaveLength(sent.length);
      }
      expect(other).toEqual([]);
    });

    it('comes in the order of its key, within a publish and from one to the next', async () => {
      const received = await collect();
      const numbers = Array.from({ length: 50 }, (_, index) => index);
      for (let from = 0; from < 50; from += 10) {
        await bus().publish(
          topic,
          numbers.slice(from, from + 10).flatMap((number) => [message('a', number), message('b', number)]),
        );
      }
      await arrived(received, 100);
      for (const key of ['a', 'b']) {
        expect(received.filter((each) => each.key === `${run}/${key}`)).toEqual(
          numbers.map((number) => message(key, number)),
        );
      }
    });

    it('is published although nobody subscribed', async () => {
      await expect(bus().publish(topic, [message('a', 1)])).resolves.toBeUndefined();
    });
  });

  describe(`${adapter}: a handler`, () => {
    it('deals with one message at a time', async () => {
      let running = 0;
      let most = 0;
      let done = 0;
      await subscribe(async () => {
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setImmediate(resolve));
        running -= 1;
        done += 1;
      });
      const sent = Array.from({ length: 10 }, (_, index) => message('a', index));
      await Promise.all([bus().publish(topic, sent), bus().publish(topic, sent)]);
      await waitFor(() => done === 20, { timeoutMs: 10_000, what: () => `20 messages; ${done} came` });
      expect(most).toBe(1);
    });

    it('that fails does not keep the others from anything', async () => {
      await subscribe(() => Promise.reject(new Error('no')));
      const received = await collect();
      const sent = [message('a', 1), message('a', 2)];
      await Promise.allSettled([bus().publish(topic, sent)]);
      await arrived(received, 2);
      expect(received.slice(0, 2)).toEqual(sent);
    });

    it('is not called once its subscription has ended', async () => {
      const ended: EventMessage[] = [];
      const unsubscribe = await subscribe((each) => {
        ended.push(each);
        return Promise.resolve();
      });
      await unsubscribe();
      const received = await collect();
      await bus().publish(topic, [message('a', 1)]);
      await arrived(received, 1);
      expect(ended).toEqual([]);
    });
  });
}
