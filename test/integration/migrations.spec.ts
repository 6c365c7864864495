import { adoptSchema, pendingMigrations, revertMigrations, runMigrations } from '@somabrain/database';
import { Client } from 'pg';
import { migrations } from '../../migrations';
import { TestDatabase } from '../support/test-database';
import { waitFor } from '../support/wait-for';

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
      'adaptation_history',
      'audit_heads',
      'audit_log',
      'audit_outbox',
      'feedback_events',
      'idempotency_keys',
      'import_progress',
      'index_snapshots',
      'memories',
      'memory_changes',
      'memory_feedback',
      'memory_links',
      'memory_vectors',
      'memory_versions',
      'sleep_changes',
      'sleep_runs',
      'tenant_heads',
      'tenant_minds',
      'worker_states',
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

describe('migrations beside a long reader', () => {
  let test: TestDatabase;

  beforeAll(async () => {
    test = await TestDatabase.create({ migrated: false });
    await runMigrations(test.dsn, migrations.slice(0, 8));
  });

  afterAll(() => test.drop());

  it('wait for it without keeping writers from the table, and go on', async () => {
    const reader = new Client({ connectionString: test.dsn });
    await reader.connect();
    // As pg_dump does.
    await reader.query('begin; lock table memories in access share mode');
    let isDone = false;
    const migrating = runMigrations(test.dsn, migrations).then((report) => {
      isDone = true;
      return report;
    });
    const isWaiting = async () => {
      const waiting = await test.asOwner(
        `select from pg_locks where relation = 'memories'::regclass and mode = 'AccessExclusiveLock' and not granted`,
      );
      return waiting.length > 0;
    };
    // It waited, and gave up for the moment.
    for (const wanted of [true, false])
      await waitFor(async () => (await isWaiting()) === wanted, {
        timeoutMs: 20_000,
        what: () => `waiting to be ${wanted}`,
      });
    await test.asOwner('delete from memories');
    expect(isDone).toBe(false);
    await reader.end();
    expect((await migrating).applied).toEqual(migrations.slice(8).map((each) => each.name));
  });
});

describe('a schema without a record of its migrations', () => {
  let test: TestDatabase;

  beforeEach(async () => {
    test = await TestDatabase.create();
  });
  afterEach(() => test.drop());

  it('is taken over when it is what the migrations make', async () => {
    await test.asOwner('drop table migrations');
    expect(await adoptSchema(test.dsn, migrations)).toEqual(migrations.map((each) => each.name));
    expect(await pendingMigrations(test.dsn, migrations)).toEqual([]);
  });

  it.each([
    ['a column', 'alter table memories drop column importance', 'missing: column memories.importance'],
    ['an index', 'drop index memories_arrival', 'missing: CREATE INDEX memories_arrival'],
    [
      'protection',
      'alter table audit_log no force row level security',
      'missing: table audit_log: row-level security t',
    ],
    ['a policy', 'drop policy tenant_policy on memories', 'missing: policy tenant_policy on memories'],
    ['a table of another', 'create table visitors (id integer)', 'unknown: column visitors.id'],
  ])('is not, and nothing is changed, when it differs by %s', async (_, change, difference) => {
    await test.asOwner(`drop table migrations; ${change}`);
    await expect(adoptSchema(test.dsn, migrations)).rejects.toThrow(difference);
    expect(await pendingMigrations(test.dsn, migrations)).toHaveLength(migrations.length);
  });

  it('is taken over after a try to migrate it, which stopped at the first table', async () => {
    await test.asOwner('drop table migrations');
    await expect(runMigrations(test.dsn, migrations)).rejects.toThrow('already exists');
    expect(await adoptSchema(test.dsn, migrations)).toHaveLength(migrations.length - 1);
    expect(await pendingMigrations(test.dsn, migrations)).toEqual([]);
  });

  it('is none where an earlier release made it', async () => {
    await revertMigrations(test.dsn, migrations, 3);
    expect(await adoptSchema(test.dsn, migrations)).toEqual([]);
    expect((await runMigrations(test.dsn, migrations)).applied).toHaveLength(3);
  });

  it('is none where there are migrations, or nothing', async () => {
    expect(await adoptSchema(test.dsn, migrations)).toEqual([]);
    await revertMigrations(test.dsn, migrations, migrations.length);
    await test.asOwner('drop table migrations');
    expect(await adoptSchema(test.dsn, migrations)).toEqual([]);
  });
});
