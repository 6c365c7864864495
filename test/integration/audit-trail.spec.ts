import { AuditTrail, ChainWriter, type TrailQuery } from '@somabrain/audit';
import { parseTenantId, type TenantId } from '@somabrain/kernel';
import { accessEvent, auditEvent, noObserver, sealEvents, sealOperations } from '../support/audit-records';
import { TestDatabase } from '../support/test-database';

let tenants = 0;
const newTenant = (): TenantId => parseTenantId(`tenant-${(tenants += 1)}`, 'test');

describe('AuditTrail', () => {
  let test: TestDatabase;
  let trail: AuditTrail;
  let writer: ChainWriter;

  beforeAll(async () => {
    test = await TestDatabase.create();
    trail = new AuditTrail(test.database);
    writer = new ChainWriter(test.database, noObserver, () => undefined);
  });

  afterAll(() => test.drop());

  /** Reads all pages. */
  async function all(
    tenant: TenantId,
    query: TrailQuery,
  ): Promise<{ places: string[]; numbers: number[]; pages: number }> {
    const places: string[] = [];
    const numbers: number[] = [];
    for (let pages = 1, cursor: string | undefined; ; pages += 1) {
      const { items, nextCursor } = await trail.list({ tenant }, { ...query, cursor });
      expect(items.length).toBeLessThanOrEqual(query.limit);
      places.push(...items.map((item) => `${item.stream} ${item.seq}`));
      numbers.push(...items.map((item) => item.data.number as number));
      if (nextCursor === null) return { places, numbers, pages };
      cursor = nextCursor;
    }
  }

  it('gives a stream newest first, page by page, without gaps or repeats', async () => {
    const tenant = newTenant();
    await sealEvents(test.database, tenant, 'operations', 25);
    await sealEvents(test.database, newTenant(), 'operations', 3);
    const { numbers, pages } = await all(tenant, { stream: 'operations', limit: 10 });
    expect(numbers).toEqual(Array.from({ length: 25 }, (_, index) => 24 - index));
    expect(pages).toBe(3);
    expect(await all(tenant, { limit: 7 })).toMatchObject({ numbers });
  });

  it('is not disturbed by what is sealed between two pages', async () => {
    const tenant = newTenant();
    await sealEvents(test.database, tenant, 'access', 4);
    const first = await trail.list({ tenant }, { limit: 2 });
    await sealEvents(test.database, tenant, 'access', 4);
    const second = await trail.list({ tenant }, { limit: 2, cursor: first.nextCursor ?? '' });
    expect([...first.items, ...second.items].map((item) => item.seq)).toEqual([4, 3, 2, 1]);
  });

  it('merges the streams by time', async () => {
    const tenant = newTenant();
    for (const stream of ['operations', 'access', 'events', 'access', 'operations'] as const)
      await sealEvents(test.database, tenant, stream, 1);
    for (const limit of [1, 2, 3, 10]) {
      expect((await all(tenant, { limit })).places).toEqual([
        'operations 2',
        'access 2',
        'events 1',
        'access 1',
        'operations 1',
      ]);
    }
  });

  it.each<[string, Partial<TrailQuery>, number[]]>([
    ['an action', { action: 'memory.read' }, [4, 2]],
    ['an actor', { actor: 'bob' }, [5, 3]],
    ['a resource', { resourceId: 'm1' }, [3]],
    ['several things at once', { actor: 'bob', action: 'memory.recalled' }, [5, 3]],
    ['something that is not there', { actor: 'nobody' }, []],
    ['another stream', { stream: 'events' }, []],
  ])('finds %s', async (_, filter, expected) => {
    const tenant = newTenant();
    await writer.append(
      [
        accessEvent(1),
        auditEvent('memory.read', 2),
        { ...accessEvent(3), actor: 'bob', resource: { type: 'memory', id: 'm1' } },
        auditEvent('memory.read', 4),
        { ...accessEvent(5), actor: 'bob' },
      ].map((event) => ({ tenant, stream: 'access', event })),
    );
    expect((await all(tenant, { ...filter, limit: 1 })).numbers).toEqual(expected);
  });

  it('finds a span of time, both ends included', async () => {
    const tenant = newTenant();
    for (const number of [1, 2, 3, 4]) {
      await sealOperations(test.database, tenant, [auditEvent('memory.remembered', number)]);
      await waitForNextMillisecond();
    }
    const { items } = await trail.list({ tenant }, { limit: 10 });
    const times = items.map((item) => Date.parse(item.time)).reverse();
    const between = { since: times[1], until: times[2], limit: 10 };
    expect((await all(tenant, between)).numbers).toEqual([3, 2]);
  });

  it('looks through a bounded part of a long chain a page, and gets to its end', async () => {
    const tenant = newTenant();
    const events = Array.from({ length: 21_500 }, (_, number) => ({
      ...accessEvent(number),
      actor: number % 10_000 === 0 ? 'rare' : 'ana',
    }));
    await writer.append(events.map((event) => ({ tenant, stream: 'access', event })));
    const { numbers, pages } = await all(tenant, { actor: 'rare', limit: 50 });
    expect(numbers).toEqual([20_000, 10_000, 0]);
    expect(pages).toBe(2);
  });

  it('tells a tenant nothing of another', async () => {
    const [tenant, other] = [newTenant(), newTenant()];
    await sealEvents(test.database, other, 'access', 3);
    expect(await trail.list({ tenant }, { limit: 10 })).toEqual({ items: [], nextCursor: null });
  });

  it.each([{ limit: 0 }, { limit: 501 }, { limit: 1.5 }])('refuses %j', async (query) => {
    await expect(trail.list({ tenant: newTenant() }, query)).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
    });
  });

  it('refuses a cursor that it did not give', async () => {
    const query = { limit: 1, cursor: 'nonsense' };
    await expect(trail.list({ tenant: newTenant() }, query)).rejects.toMatchObject({
      code: 'CURSOR_INVALID',
    });
  });
});

async function waitForNextMillisecond(): Promise<void> {
  const now = Date.now();
  while (Date.now() <= now + 1) await new Promise((resolve) => setImmediate(resolve));
}
