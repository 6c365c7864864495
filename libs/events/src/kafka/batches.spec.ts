import type { EventMessage } from '../event-bus';
import { Batches } from './batches';

const messagesFrom = (first: number, count: number, bytes = 1): EventMessage[] =>
  Array.from({ length: count }, (_, index) => ({
    key: 'k',
    value: `${first + index}`.padEnd(bytes),
    headers: {},
  }));

/** Stores in memory what it is sent. */
class Store {
  readonly sent: string[][] = [];
  largest = 0;
  atOnce = 0;
  fails: (batch: number) => boolean = () => false;

  async take(messages: readonly EventMessage[]): Promise<void> {
    this.atOnce += 1;
    this.largest = Math.max(this.largest, this.atOnce);
    await new Promise((resolve) => setImmediate(resolve));
    this.atOnce -= 1;
    this.sent.push(messages.map(({ value }) => value.trim()));
    if (this.fails(this.sent.length)) throw new Error(`batch ${this.sent.length} failed`);
  }
}

describe('Batches', () => {
  let store: Store;
  let batches: Batches;

  beforeEach(() => {
    store = new Store();
    batches = new Batches((messages) => store.take(messages));
  });

  it('brings what several publish at a time together, in their order', async () => {
    await Promise.all([0, 10, 20].map((first) => batches.add(messagesFrom(first, 10))));
    expect(store.sent).toEqual([Array.from({ length: 30 }, (_, index) => String(index))]);
  });

  it('parts a large publication, one part after the other', async () => {
    await batches.add(messagesFrom(0, 1_201));
    expect(store.sent.map((batch) => batch.length)).toEqual([500, 500, 201]);
    expect(store.sent.flat()).toEqual(Array.from({ length: 1_201 }, (_, index) => String(index)));
    expect(store.largest).toBe(1);
  });

  it('keeps batches small enough for a broker, and sends what is larger alone', async () => {
    await batches.add([
      ...messagesFrom(0, 3, 300 * 1024),
      ...messagesFrom(3, 1, 2 * 1024 * 1024),
      ...messagesFrom(4, 2),
    ]);
    expect(store.sent).toEqual([['0'], ['1'], ['2'], ['3'], ['4', '5']]);
  });

  it('sends nothing more of a publication that failed, so that it can be published again in order', async () => {
    store.fails = (batch) => batch === 1;
    const [large, small] = [batches.add(messagesFrom(0, 700)), batches.add(messagesFrom(700, 2))];
    await expect(large).rejects.toThrow('batch 1 failed');
    await small;
    expect(store.sent.map((batch) => batch.length)).toEqual([500, 2]);
  });

  it('fails all that shared the batch, and takes what comes later', async () => {
    store.fails = (batch) => batch === 1;
    const outcomes = await Promise.allSettled([
      batches.add(messagesFrom(0, 1)),
      batches.add(messagesFrom(1, 1)),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await batches.add(messagesFrom(2, 1));
    expect(store.sent).toEqual([['0', '1'], ['2']]);
  });

  it('refuses what would wait in vain, but takes anything while nothing waits', async () => {
    const first = batches.add(messagesFrom(0, 100_001));
    await expect(batches.add(messagesFrom(0, 1))).rejects.toMatchObject({ code: 'OVERLOADED' });
    await first;
    await expect(batches.add(messagesFrom(0, 1))).resolves.toBeUndefined();
  });

  it('has nothing to do for an empty publication', async () => {
    await batches.add([]);
    await batches.settled();
    expect(store.sent).toEqual([]);
  });
});
