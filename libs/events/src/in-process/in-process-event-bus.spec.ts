import { describeEventBus } from '../../../../test/contract/event-bus.contract';
import type { EventMessage } from '../event-bus';
import { TOPICS } from '../topics';
import { InProcessEventBus } from './in-process-event-bus';

const topic = TOPICS.auditEvents;
const messages = (...values: string[]): EventMessage[] =>
  values.map((value) => ({ key: 'k', value, headers: {} }));

describe('InProcessEventBus', () => {
  const shared = new InProcessEventBus();
  describeEventBus('in process', () => shared);

  it('acknowledges a publish only when all handlers have dealt with it', async () => {
    const bus = new InProcessEventBus();
    let finish: () => void = () => undefined;
    await bus.subscribe(topic, () => new Promise<void>((resolve) => (finish = resolve)));
    let acknowledged = false;
    const published = bus.publish(topic, messages('1')).then(() => (acknowledged = true));
    await new Promise((resolve) => setImmediate(resolve));
    expect(acknowledged).toBe(false);
    finish();
    await published;
    expect(acknowledged).toBe(true);
  });

  it('rejects when a handler failed, gives it no more of that publish, and all of it again at the next', async () => {
    const bus = new InProcessEventBus();
    const seen: string[] = [];
    let broken = true;
    await bus.subscribe(topic, ({ value }) => {
      seen.push(value);
      return broken && value === '2' ? Promise.reject(new Error('cannot')) : Promise.resolve();
    });
    await expect(bus.publish(topic, messages('1', '2', '3'))).rejects.toThrow(
      '1 of 1 handlers of audit.events failed',
    );
    expect(seen).toEqual(['1', '2']);
    broken = false;
    await bus.publish(topic, messages('1', '2', '3'));
    expect(seen).toEqual(['1', '2', '1', '2', '3']);
  });

  it('refuses a publish while too much is under way, and takes it later', async () => {
    const bus = new InProcessEventBus(2);
    const finish: (() => void)[] = [];
    await bus.subscribe(topic, () => new Promise<void>((resolve) => finish.push(resolve)));
    const first = bus.publish(topic, messages('1', '2'));
    await expect(bus.publish(topic, messages('3'))).rejects.toMatchObject({ code: 'OVERLOADED' });
    for (let count = 0; count < 2; count += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      finish.shift()?.();
    }
    await first;
    const later = bus.publish(topic, messages('3'));
    await new Promise((resolve) => setImmediate(resolve));
    finish.shift()?.();
    await expect(later).resolves.toBeUndefined();
  });

  it('takes nothing any more once it is closed, and waits for the handler that runs', async () => {
    const bus = new InProcessEventBus();
    const seen: string[] = [];
    let finish: () => void = () => undefined;
    await bus.subscribe(topic, ({ value }) => {
      seen.push(value);
      return new Promise<void>((resolve) => (finish = resolve));
    });
    const published = bus.publish(topic, messages('1', '2'));
    await new Promise((resolve) => setImmediate(resolve));
    const closed = bus.close();
    finish();
    await closed;
    await published;
    expect(seen).toEqual(['1']);
    await expect(bus.publish(topic, messages('3'))).rejects.toThrow('closed');
  });
});
