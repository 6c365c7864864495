import { AUDIT_STREAMS, AuditRelay, isSealed, recordOf, verifyChain } from '@somabrain/audit';
import { TOPICS } from '@somabrain/events';
import { parseTenantId, type TenantId } from '@somabrain/kernel';
import { noObserver, sealEvents } from '../support/audit-records';
import { Published, TestBroker } from '../support/test-broker';
import { quietLogger, TestDatabase } from '../support/test-database';
import { waitFor } from '../support/wait-for';

let tenants = 0;
const newTenant = (): TenantId => parseTenantId(`tenant-${(tenants += 1)}`, 'test');

describe('AuditRelay', () => {
  let test: TestDatabase;
  let published: Published;
  let relays: AuditRelay[];

  beforeAll(async () => {
    test = await TestDatabase.create();
  });

  beforeEach(() => {
    published = new Published();
    relays = [];
  });

  afterEach(async () => {
    await Promise.all(relays.map((relay) => relay.close()));
    expect(published.overlaps).toEqual([]);
    await test.asOwner('delete from audit_outbox');
  });

  afterAll(() => test.drop());

  function startRelay(name = 'one', observer = noObserver): { relay: AuditRelay; bus: TestBroker } {
    const bus = new TestBroker(name, published);
    const relay = new AuditRelay(test.database, bus, observer, quietLogger());
    relays.push(relay);
    relay.start();
    return { relay, bus };
  }

  const outboxRows = async (): Promise<number> =>
    Number((await test.asOwner<{ count: string }>('select count(*) from audit_outbox'))[0]?.count);
  const drained = (): Promise<void> =>
    waitFor(async () => (await outboxRows()) === 0, { timeoutMs: 20_000, what: () => 'an empty outbox' });
  const receivedAtLeast = (count: number): Promise<void> =>
    waitFor(() => published.received.length >= count, {
      timeoutMs: 10_000,
      what: () => `${count} events; ${published.received.length} came`,
    });

  it('publishes every record of every stream once, in order, as it was sealed', async () => {
    const [a, b] = [newTenant(), newTenant()];
    startRelay();
    for (const tenant of [a, b])
      for (const stream of AUDIT_STREAMS) await sealEvents(test.database, tenant, stream, 5);
    await sealEvents(test.database, a, 'operations', 3);
    await drained();
    for (const tenant of [a, b]) {
      for (const stream of AUDIT_STREAMS) {
        const seqs = published.of(tenant, stream).map((data) => data.seq);
        expect(seqs).toEqual(seqs.map((_, index) => index + 1));
        expect(seqs).toHaveLength(tenant === a && stream === 'operations' ? 8 : 5);
      }
    }
    for (const { topic, event } of published.received) {
      expect(topic).toBe(event.data.stream === 'events' ? TOPICS.auditEvents : TOPICS.auditOperations);
      expect(isSealed(recordOf(event))).toBe(true);
    }
  });

  it('publishes what was left by a process that is gone', async () => {
    const tenant = newTenant();
    await sealEvents(test.database, tenant, 'access', 2_500);
    startRelay();
    await drained();
    expect(published.of(tenant, 'access').map((data) => data.seq)).toEqual(
      Array.from({ length: 2_500 }, (_, index) => index + 1),
    );
    expect(published.largest).toBeLessThanOrEqual(1_000);
  });

  it('leaves out one record that the bus refuses for good, and publishes what stands beside and behind it', async () => {
    const [bad, good] = [newTenant(), newTenant()];
    const { bus } = startRelay();
    bus.refuses = ({ key, value }) => key === bad && value.includes('"seq":2,');
    for (const tenant of [bad, good]) await sealEvents(test.database, tenant, 'operations', 3);
    await drained();
    await sealEvents(test.database, bad, 'operations', 1);
    await drained();
    expect(published.of(good, 'operations').map(({ seq }) => seq)).toEqual([1, 2, 3]);
    expect(published.of(bad, 'operations').map(({ seq }) => seq)).toEqual([1, 3, 4]);
  });

  it('keeps everything while the bus is down, and publishes it in order afterwards', async () => {
    const tenant = newTenant();
    const { bus } = startRelay();
    bus.fate = () => 'refuse';
    for (let count = 0; count < 5; count += 1) await sealEvents(test.database, tenant, 'operations', 2);
    expect(await outboxRows()).toBe(5);
    bus.fate = () => 'take';
    await drained();
    expect(published.of(tenant, 'operations').map((data) => data.seq)).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
    ]);
  });

  it('publishes to one topic while the other fails', async () => {
    const tenant = newTenant();
    const { bus } = startRelay();
    bus.fate = (topic) => (topic === TOPICS.auditEvents ? 'refuse' : 'take');
    for (let count = 0; count < 3; count += 1)
      for (const stream of AUDIT_STREAMS) await sealEvents(test.database, tenant, stream, 1);
    await receivedAtLeast(6);
    expect(published.of(tenant, 'events')).toEqual([]);
    bus.fate = () => 'take';
    await drained();
    expect(published.of(tenant, 'events').map((data) => data.seq)).toEqual([1, 2, 3]);
  });

  it('publishes what was committed up to its end when it is closed', async () => {
    const tenant = newTenant();
    const { relay } = startRelay();
    for (let count = 0; count < 10; count += 1) await sealEvents(test.database, tenant, 'operations', 200);
    await relay.close();
    expect(await outboxRows()).toBe(0);
    expect(published.of(tenant, 'operations')).toHaveLength(2_000);
  });

  it('closes at once while the bus is down', async () => {
    const { relay, bus } = startRelay();
    bus.fate = () => 'refuse';
    let refused = 0;
    bus.before = () => Promise.resolve(void (refused += 1));
    await sealEvents(test.database, newTenant(), 'operations', 1);
    await waitFor(() => refused > 0, { timeoutMs: 10_000, what: () => 'a publish' });
    await relay.close();
    expect(await outboxRows()).toBe(1);
  });

  it('publishes again what was not acknowledged', async () => {
    const tenant = newTenant();
    await sealEvents(test.database, tenant, 'access', 3);
    const { relay, bus } = startRelay('one');
    bus.fate = () => 'lose-acknowledgement';
    await receivedAtLeast(3);
    await relay.close();
    expect(await outboxRows()).toBe(1);
    published.received.splice(3);
    startRelay('two');
    await drained();
    const events = published.received.map(({ event }) => event);
    expect(events.map((event) => event.data.seq)).toEqual([1, 2, 3, 1, 2, 3]);
    expect(new Set(events.map((event) => event.id)).size).toBe(3);
  });

  it('goes on although records of the outbox are gone from the audit log or spoilt', async () => {
    const tenant = newTenant();
    await sealEvents(test.database, tenant, 'access', 4);
    await test.asOwner('delete from audit_log where tenant_id = $1 and seq = 2', [tenant]);
    await test.asOwner(`update audit_log set record = '{}' where tenant_id = $1 and seq = 3`, [tenant]);
    startRelay();
    await drained();
    expect(published.of(tenant, 'access').map((data) => data.seq)).toEqual([1, 4]);
  });

  it('does not let a tenant with a long backlog hold up the others', async () => {
    const [busy, quiet] = [newTenant(), newTenant()];
    for (let count = 0; count < 30; count += 1) await sealEvents(test.database, busy, 'access', 200);
    await sealEvents(test.database, quiet, 'access', 1);
    startRelay();
    await drained();
    const place = published.received.findIndex(({ event }) => event.data.tenant === quiet);
    expect(place).toBeLessThan(1_500);
    expect(published.of(busy, 'access')).toHaveLength(6_000);
  });

  it('serves more tenants than a page holds', async () => {
    const many = Array.from({ length: 450 }, newTenant);
    // The pool has few connections, and each waits for one for a bounded time.
    for (let first = 0; first < many.length; first += 50)
      await Promise.all(
        many.slice(first, first + 50).map((tenant) => sealEvents(test.database, tenant, 'access', 1)),
      );
    startRelay();
    await drained();
    expect(new Set(published.received.map(({ event }) => event.data.tenant)).size).toBe(450);
    expect(published.received).toHaveLength(450);
  });

  it('shares the work with others without publishing a shard twice at once, also while one stops', async () => {
    const many = Array.from({ length: 40 }, newTenant);
    const { relay } = startRelay('one');
    startRelay('two');
    for (let round = 0; round < 3; round += 1)
      await Promise.all(many.map((tenant) => sealEvents(test.database, tenant, 'access', 2)));
    await relay.close();
    await Promise.all(many.map((tenant) => sealEvents(test.database, tenant, 'access', 2)));
    await drained();
    for (const tenant of many)
      expect(published.of(tenant, 'access').map((data) => data.seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('gives its shards up when its session is lost, and takes them again', async () => {
    const tenant = newTenant();
    startRelay();
    await sealEvents(test.database, tenant, 'access', 1);
    await drained();
    const ended = await test.asOwner(
      `select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted
        and database = (select oid from pg_database where datname = current_database()) group by pid`,
    );
    expect(ended).toHaveLength(1);
    await sealEvents(test.database, tenant, 'access', 1);
    await drained();
    expect(published.of(tenant, 'access').map((data) => data.seq)).toEqual([1, 2]);
  });

  it('finishes the batch under way when it is closed, and lets go of its shards', async () => {
    const tenant = newTenant();
    await sealEvents(test.database, tenant, 'access', 2);
    const { relay, bus } = startRelay('one');
    let reached = false;
    let goOn: () => void = () => undefined;
    bus.before = () => {
      reached = true;
      return new Promise((resolve) => (goOn = resolve));
    };
    await waitFor(() => reached, { timeoutMs: 10_000, what: () => 'a publish' });
    const closed = relay.close();
    goOn();
    await closed;
    expect(await outboxRows()).toBe(0);
    const locks = await test.asOwner(
      `select from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())`,
    );
    expect(locks).toEqual([]);
  });

  it('holds no connection while it publishes', async () => {
    const tenant = newTenant();
    await sealEvents(test.database, tenant, 'access', 1);
    const { bus } = startRelay();
    let states: { state: string }[] = [];
    bus.before = async () => {
      states = await test.asOwner<{ state: string }>(
        `select state from pg_stat_activity where datname = current_database() and application_name = 'somabrain' and state <> 'idle'`,
      );
    };
    await drained();
    expect(states).toEqual([]);
  });

  it('tells how much waits and for how long', async () => {
    const told: { records: number; oldestSeconds: number }[] = [];
    const counted: Record<string, number> = {};
    await sealEvents(test.database, newTenant(), 'access', 7);
    await test.asOwner(`update audit_outbox set created_at = now() - interval '1 hour'`);
    startRelay('one', {
      ...noObserver,
      outbox: (records, oldestSeconds) => told.push({ records, oldestSeconds }),
      published: (stream, records) => (counted[stream] = (counted[stream] ?? 0) + records),
    });
    await drained();
    await waitFor(() => counted.access !== undefined, { timeoutMs: 5_000, what: () => 'a count' });
    expect(told[0]?.records).toBe(7);
    expect(told[0]?.oldestSeconds).toBeCloseTo(3_600, -2);
    expect(counted).toEqual({ access: 7 });
  });

  it('leaves chains as they were', async () => {
    const tenant = newTenant();
    await sealEvents(test.database, tenant, 'access', 3);
    startRelay();
    await drained();
    expect(await verifyChain(test.database, tenant, 'access')).toEqual({ records: 3, fault: null });
  });
});
