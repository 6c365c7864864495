import { type CloudEvent, type EventMessage, InProcessEventBus, TOPICS } from '@somabrain/events';
import { parseTenantId, type TenantId } from '@somabrain/kernel';
import { UsageSnapshots } from '@somabrain/limits';
import { PublishedDocument } from '../support/published-document';
import { quietLogger, TestDatabase } from '../support/test-database';
import { waitFor } from '../support/wait-for';

const PERIOD_MS = 20;
const [acme, zoo] = ['acme', 'zoo'].map((name) => parseTenantId(name, 'test')) as [TenantId, TenantId];

describe('UsageSnapshots', () => {
  let test: TestDatabase;
  let bus: InProcessEventBus;
  let received: EventMessage[];
  let running: UsageSnapshots[];
  /** How often the usage of each tenant was read. */
  let reads: Map<TenantId, number>;
  let memories: number;
  /** The tenant whose usage cannot be read. */
  let broken: TenantId | null;

  beforeAll(async () => {
    test = await TestDatabase.create();
  });
  afterAll(() => test.drop());

  beforeEach(async () => {
    received = [];
    running = [];
    reads = new Map();
    memories = 3;
    broken = null;
    await test.asOwner('delete from tenant_heads');
    await test.asOwner('insert into tenant_heads (tenant_id, change_seq) values ($1, 1), ($2, 1)', [
      acme,
      zoo,
    ]);
    bus = new InProcessEventBus();
    await bus.subscribe(TOPICS.metricsStreams, (message) => {
      received.push(message);
      return Promise.resolve();
    });
  });
  afterEach(() => Promise.all(running.map((snapshots) => snapshots.close())));

  function start(): UsageSnapshots {
    const store = {
      usageOf: ({ tenant }: { tenant: TenantId }) => {
        reads.set(tenant, (reads.get(tenant) ?? 0) + 1);
        if (tenant === broken) return Promise.reject(new TypeError('broken'));
        return Promise.resolve({ writesToday: 5, memories, namespaces: 1 });
      },
    };
    const snapshots = new UsageSnapshots(test.database, store, bus, PERIOD_MS, quietLogger());
    running.push(snapshots);
    snapshots.start();
    return snapshots;
  }
  const change = (tenant: TenantId) =>
    test.asOwner('update tenant_heads set change_seq = change_seq + 1 where tenant_id = $1', [tenant]);
  const arrived = (count: number) =>
    waitFor(() => received.length >= count, {
      timeoutMs: 10_000,
      what: () => `${count} snapshots; ${received.length} came`,
    });
  const eventOf = ({ value }: EventMessage) => JSON.parse(value) as CloudEvent;

  it('tell of every tenant once, and again of one that changed', async () => {
    start();
    await arrived(2);
    expect(received.map(({ key }) => key)).toEqual([acme, zoo]);
    memories = 4;
    await change(zoo);
    await arrived(3);
    expect(received.slice(2).map(({ key }) => key)).toEqual([zoo]);
    expect(received.map(eventOf).map(({ data }) => data.memories)).toEqual([3, 3, 4]);
  });

  it('tell of the others where the usage of one cannot be read, and of that one when it can', async () => {
    broken = acme;
    start();
    await arrived(1);
    expect(received.map(({ key }) => key)).toEqual([zoo]);
    broken = null;
    await arrived(2);
    expect(received.map(({ key }) => key)).toEqual([zoo, acme]);
  });

  it('are as asyncapi.json describes them', async () => {
    start();
    await arrived(2);
    const document = new PublishedDocument();
    const events = received.map(eventOf);
    expect(document.typesOf(TOPICS.metricsStreams)).toEqual([events[0]?.type]);
    for (const event of events) expect(document.flawsOf(TOPICS.metricsStreams, event)).toEqual([]);
  });

  it('are taken by one of several processes, and by another when it stops', async () => {
    const first = start();
    await arrived(2);
    start();
    await change(acme);
    await arrived(3);
    expect(received).toHaveLength(3);
    await first.close();
    await arrived(5);
    expect(received.slice(3).map(({ key }) => key)).toEqual([acme, zoo]);
  });

  it('are taken again when they were not published', async () => {
    let broken = true;
    await bus.subscribe(TOPICS.metricsStreams, () =>
      broken ? Promise.reject(new Error('cannot')) : Promise.resolve(),
    );
    start();
    await waitFor(() => (reads.get(zoo) ?? 0) >= 2, { timeoutMs: 10_000, what: () => 'a second reading' });
    broken = false;
    received.length = 0;
    await arrived(2);
    expect(new Set(received.map(({ key }) => key))).toEqual(new Set([acme, zoo]));
  });
});
