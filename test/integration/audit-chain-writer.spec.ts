import { BatchingAccessLog, type ChainEntry, ChainWriter, verifyChain } from '@somabrain/audit';
import { Database } from '@somabrain/database';
import { parseTenantId, SYSTEM_TENANT, type TenantId } from '@somabrain/kernel';
import { accessEvent, noObserver, systemEvent } from '../support/audit-records';
import { PostgresProxy } from '../support/postgres-proxy';
import { asOwner, quietLogger, TestDatabase } from '../support/test-database';

let tenants = 0;
const newTenant = (): TenantId => parseTenantId(`tenant-${(tenants += 1)}`, 'test');
const access = (tenant: TenantId, number = 0): ChainEntry => ({
  tenant,
  stream: 'access',
  event: accessEvent(number),
});

describe('ChainWriter', () => {
  let test: TestDatabase;
  let proxy: PostgresProxy;
  let proxied: Database;
  let writer: ChainWriter;
  let announced: number;
  let sealed: Record<string, number>;

  beforeAll(async () => {
    test = await TestDatabase.create();
    proxy = await PostgresProxy.start(test.dsn);
    proxied = new Database({ dsn: proxy.dsnFor(test.dsn), poolSize: 2 }, quietLogger());
  });

  beforeEach(() => {
    announced = 0;
    sealed = {};
    const observer = {
      sealed: (stream: string, records: number) => {
        sealed[stream] = (sealed[stream] ?? 0) + records;
      },
    };
    writer = new ChainWriter(proxied, observer, () => (announced += 1));
  });

  afterAll(async () => {
    await proxied.close();
    await proxy.stop();
    await test.drop();
  });

  async function numbersOf(tenant: TenantId, stream = 'access'): Promise<number[]> {
    const rows = await test.asOwner<{ number: number }>(
      `select (record -> 'data' ->> 'number')::integer as number from audit_log
        where tenant_id = $1 and stream = $2 order by seq`,
      [tenant, stream],
    );
    return rows.map((row) => row.number);
  }

  const outboxOf = (tenant: TenantId): Promise<object[]> =>
    test.asOwner(
      `select stream, first_seq::integer, last_seq::integer from audit_outbox where tenant_id = $1 order by stream, last_seq`,
      [tenant],
    );

  it('keeps the order of each chain, and leaves one row of the outbox a chain and transaction', async () => {
    const [a, b] = [newTenant(), newTenant()];
    const events: ChainEntry = { tenant: a, stream: 'events', event: systemEvent(7) };
    await writer.append([access(a, 1), access(b, 1), events, access(a, 2), access(b, 2), access(a, 3)]);
    await writer.append([access(a, 4)]);
    expect(await numbersOf(a)).toEqual([1, 2, 3, 4]);
    expect(await numbersOf(b)).toEqual([1, 2]);
    expect(await numbersOf(a, 'events')).toEqual([7]);
    expect(await outboxOf(a)).toEqual([
      { stream: 'access', first_seq: 1, last_seq: 3 },
      { stream: 'access', first_seq: 4, last_seq: 4 },
      { stream: 'events', first_seq: 1, last_seq: 1 },
    ]);
    expect({ announced, sealed }).toEqual({ announced: 2, sealed: { access: 6, events: 1 } });
    for (const stream of ['access', 'events'] as const)
      expect((await verifyChain(test.database, a, stream)).fault).toBeNull();
  });

  it('parts what is more than a transaction takes', async () => {
    const tenant = newTenant();
    await writer.append(Array.from({ length: 2_500 }, (_, index) => access(tenant, index)));
    expect(await numbersOf(tenant)).toEqual(Array.from({ length: 2_500 }, (_, index) => index));
    expect(await outboxOf(tenant)).toHaveLength(3);
    expect(await verifyChain(test.database, tenant, 'access')).toEqual({ records: 2_500, fault: null });
  });

  it('seals gap-free chains when several processes write the same ones, also new ones', async () => {
    const shared = [newTenant(), newTenant(), newTenant()];
    const other = new ChainWriter(test.database, noObserver, () => undefined);
    const rounds = Array.from({ length: 20 }, (_, round) => round);
    await Promise.all(
      rounds.flatMap((round) =>
        [writer, other].map((each) =>
          each.append((round % 2 ? shared : shared.toReversed()).map((tenant) => access(tenant, round))),
        ),
      ),
    );
    for (const tenant of shared)
      expect(await verifyChain(test.database, tenant, 'access')).toEqual({ records: 40, fault: null });
  });

  it('does not wait for those who write the tenant’s memories', async () => {
    const tenant = newTenant();
    await test.asOwner('insert into tenant_heads (tenant_id) values ($1)', [tenant]);
    await asOwner(test.dsn, async (holder) => {
      await holder.query('begin');
      await holder.query('select from tenant_heads where tenant_id = $1 for update', [tenant]);
      await writer.append([access(tenant, 1)]);
      await holder.query('rollback');
    });
    expect(await numbersOf(tenant)).toEqual([1]);
  });

  it.each(['lose-answer', 'lose-request'] as const)(
    'stores records once when a commit is lost: %s',
    async (fate) => {
      const tenant = newTenant();
      await writer.append([access(tenant, 1)]);
      proxy.fate = fate;
      await writer.append([access(tenant, 2), access(tenant, 3)]);
      expect(await numbersOf(tenant)).toEqual([1, 2, 3]);
      expect(await verifyChain(test.database, tenant, 'access')).toEqual({ records: 3, fault: null });
    },
  );

  it('leaves out what an earlier call stored, if it is told that there may be some', async () => {
    const tenant = newTenant();
    const [first, second] = [access(tenant, 1), access(tenant, 2)];
    await writer.append([first]);
    await writer.append([first, second], { mayBeStored: true });
    await writer.append([first, second], { mayBeStored: true });
    expect(await numbersOf(tenant)).toEqual([1, 2]);
    expect(announced).toBe(2);
  });

  it('says which failures are the data’s, and stores nothing then', async () => {
    const tenant = newTenant();
    const nul: ChainEntry = { tenant, stream: 'access', event: { ...accessEvent(2), actor: 'a\u0000b' } };
    await expect(writer.append([access(tenant, 1), nul])).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
    });
    expect(await numbersOf(tenant)).toEqual([]);
  });

  it('keeps the chain of the service itself', async () => {
    await writer.append([{ tenant: SYSTEM_TENANT, stream: 'events', event: systemEvent(1) }]);
    expect(await numbersOf(SYSTEM_TENANT, 'events')).toEqual([1]);
  });

  it('stores the access log: all but the record that the database refuses', async () => {
    const tenant = newTenant();
    const log = new BatchingAccessLog(writer, noObserver, quietLogger());
    for (let number = 0; number < 20; number += 1) {
      const event = accessEvent(number);
      await log.record(tenant, number === 13 ? { ...event, actor: 'a\u0000b' } : event);
    }
    await log.close();
    expect(await numbersOf(tenant)).toEqual(Array.from({ length: 20 }, (_, index) => index).toSpliced(13, 1));
    expect((await verifyChain(test.database, tenant, 'access')).fault).toBeNull();
  });
});
