import { assertServiceRole, Database } from '@somabrain/database';
import { parseTenantId } from '@somabrain/kernel';
import { quietLogger, TestDatabase } from '../support/test-database';

const alpha = parseTenantId('alpha', 'test');
const beta = parseTenantId('beta', 'test');
const ALL_HEADS = { name: 'all-heads', text: 'select tenant_id from tenant_heads order by tenant_id' };
const NEW_HEAD = { name: 'new-head', text: 'insert into tenant_heads (tenant_id) values ($1)' };

describe('tenants in the database', () => {
  let test: TestDatabase;

  beforeAll(async () => {
    test = await TestDatabase.create();
    for (const tenant of [alpha, beta]) {
      await test.database.inTenants([tenant], (transaction) => transaction.query(NEW_HEAD, [tenant]));
    }
  });

  afterAll(() => test.drop());

  it('see their own rows only', async () => {
    const seen = await test.database.inTenants([beta], (transaction) => transaction.query(ALL_HEADS, []));
    expect(seen).toEqual([{ tenant_id: 'beta' }]);
  });

  it('see several when several are bound', async () => {
    const seen = await test.database.inTenants([alpha, beta], (transaction) =>
      transaction.query(ALL_HEADS, []),
    );
    expect(seen).toEqual([{ tenant_id: 'alpha' }, { tenant_id: 'beta' }]);
  });

  it('see nothing in a statement that binds none, also on a connection that had one bound', async () => {
    const single = new Database({ dsn: test.dsn, poolSize: 1 }, quietLogger());
    await single.inTenants([alpha], (transaction) => transaction.query(ALL_HEADS, []));
    expect(await single.query(ALL_HEADS, [])).toEqual([]);
    const live = { name: 'live', text: 'select * from live_memories($1, $2)' };
    await single.query(live, [alpha, []]);
    expect(await single.query(ALL_HEADS, [])).toEqual([]);
    await single.close();
  });

  it('cannot write rows of another', async () => {
    const attempt = test.database.inTenants([alpha], (transaction) => transaction.query(NEW_HEAD, ['gamma']));
    await expect(attempt).rejects.toThrow(/row-level security/);
  });

  it('cannot smuggle a second tenant through a recall function', async () => {
    const pages = { name: 'pages', text: 'select * from searched_page($1, $2, $3, 0, 10)' };
    await expect(test.database.query(pages, ['alpha,beta', 'default', 'x'])).rejects.toThrow(
      /not a tenant id/,
    );
  });

  it('keep their audit log append-only', async () => {
    for (const text of [`update audit_log set seq = 0`, `delete from audit_log`]) {
      const attempt = test.database.inTenants([alpha], (transaction) =>
        transaction.query({ name: text, text }, []),
      );
      await expect(attempt).rejects.toThrow(/permission denied/);
    }
  });

  it('show the maintenance role counters and times, but no content', async () => {
    const heads = await test.database.asMaintenance(
      { name: 'm1', text: 'select tenant_id, next_expiry_at from tenant_heads' },
      [],
    );
    expect(heads).toHaveLength(2);
    for (const table of ['memories', 'memory_versions', 'memory_vectors', 'audit_log', 'write_journal']) {
      const read = { name: `m-${table}`, text: `select * from ${table}` };
      await expect(test.database.asMaintenance(read, [])).rejects.toThrow(/permission denied/);
    }
  });

  it('are served by a role that row-level security holds for, although the DSN’s user is a superuser', async () => {
    await expect(assertServiceRole(test.database)).resolves.toBeUndefined();
  });

  it('are served as that role even if the DSN asks for another', async () => {
    const url = new URL(test.dsn);
    url.searchParams.set('options', '-c role=none');
    const asked = new Database({ dsn: url.href, poolSize: 1 }, quietLogger());
    await expect(assertServiceRole(asked)).resolves.toBeUndefined();
    await asked.close();
  });
});
