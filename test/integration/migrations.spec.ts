import { pendingMigrations, revertMigrations, runMigrations } from '@somabrain/database';
import { migrations } from '../../migrations';
import { TestDatabase } from '../support/test-database';

describe('migrations', () => {
  let test: TestDatabase;

  beforeAll(async () => {
    test = await TestDatabase.create({ migrated: false });
  });

  afterAll(() => test.drop());

  it('go up once, however many processes start together', async () => {
    expect(await pendingMigrations(test.dsn, migrations)).toHaveLength(migrations.length);
    const reports = await Promise.all([1, 2, 3].map(() => runMigrations(test.dsn, migrations)));
    expect(reports.flatMap((report) => report.applied).toSorted()).toEqual(
      migrations.map((each) => each.name).toSorted(),
    );
    expect(await pendingMigrations(test.dsn, migrations)).toEqual([]);
  });

  it('force row-level security, with a policy for the service and one for the owner, on every table with tenants', async () => {
    const tables = await test.asOwner<{ name: string; forced: boolean; policies: string }>(`
      select c.relname as name, c.relrowsecurity and c.relforcerowsecurity as forced,
        (select string_agg(p.polname, ',' order by p.polname) from pg_policy p
          where p.polrelid = c.oid and p.polname in ('tenant_policy', 'owner_policy')) as policies
      from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
      where c.relkind = 'r' order by 1`);
    expect(tables.map((table) => table.name)).toEqual([
      'audit_heads',
      'audit_log',
      'audit_outbox',
      'idempotency_keys',
      'import_progress',
      'memories',
      'memory_changes',
      'memory_links',
      'memory_vectors',
      'memory_versions',
      'tenant_heads',
      'write_journal',
    ]);
    for (const table of tables)
      expect(table).toMatchObject({ forced: true, policies: 'owner_policy,tenant_policy' });
  });

  it('let tenant_id lead every primary key and every b-tree of a table with tenants', async () => {
    const indexes = await test.asOwner<{ index: string; leader: string }>(`
      select i.indexrelid::regclass::text as index, a.attname as leader from pg_index i
      join pg_class t on t.oid = i.indrelid join pg_namespace n on n.oid = t.relnamespace
      join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
      where n.nspname = 'public' and t.relname not in ('migrations', 'maintenance_runs')`);
    expect(indexes.length).toBeGreaterThan(8);
    expect(indexes.filter((index) => index.leader !== 'tenant_id')).toEqual([]);
  });

  it('go down and up again, and leave nothing behind', async () => {
    await revertMigrations(test.dsn, migrations, migrations.length);
    const left = await test.asOwner(`
      select relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'public' and c.relkind in ('r', 'v', 'S') and relname not like 'migrations%'
      union all select proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname = 'public'`);
    expect(left).toEqual([]);
    await runMigrations(test.dsn, migrations);
    expect(await pendingMigrations(test.dsn, migrations)).toEqual([]);
  });
});
