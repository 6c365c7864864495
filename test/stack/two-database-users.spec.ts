import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runMigrations } from '@somabrain/database';
import { migrations } from '../../migrations';
import { somabrain } from '../cli/cli-process';
import { RunningApi } from '../e2e/support/running-api';
import { loadPolicy } from '../support/load-policy';
import { outputOf, PROJECT } from '../support/run-program';
import { ServiceProcess } from '../support/service-process';
import { serverDsn } from '../support/test-database';
import { waitFor } from '../support/wait-for';
import { backendUrl } from './backends';
import { createTopics } from './kafka';
import { TwoUsers } from './support/two-users';

const TOKEN = randomBytes(16).toString('hex');
const ADMIN = { Authorization: `Bearer ${TOKEN}` };

/** What a process of production is told: how it reaches the database as the user of the services, and nothing of the owner. */
function settingsOf(users: TwoUsers): Record<string, string> {
  return {
    SOMABRAIN_MODE: 'production',
    SOMABRAIN_POSTGRES_DSN: users.appDsn,
    SOMABRAIN_KAFKA_URL: backendUrl('KAFKA_BROKERS'),
    SOMABRAIN_MEMORY_HTTP_TOKEN: TOKEN,
    SOMABRAIN_MEMORY_HOST: '127.0.0.1',
    SOMABRAIN_STARTUP_WAIT_SECONDS: '10',
  };
}

describe('production with two users of the database', () => {
  const users = new TwoUsers();
  let memory: ServiceProcess;
  let process: ServiceProcess;
  let api: RunningApi;
  let backups: string;

  const inTenant = (tenant: string) => ({ ...ADMIN, 'X-Tenant-ID': tenant });
  /** The command line where the services run. */
  const beside = (...args: string[]) => somabrain(args, settingsOf(users));
  /** The command line of a job of the owner. */
  const asOwner = (...args: string[]) =>
    somabrain(args, { ...settingsOf(users), SOMABRAIN_POSTGRES_MIGRATION_DSN: users.ownerDsn });

  beforeAll(async () => {
    await loadPolicy(backendUrl('OPA_URL'), 'policies-prod');
    await createTopics();
    expect(await users.createUsers()).toMatchObject({ code: 0, err: '' });
    backups = await mkdtemp(join(tmpdir(), 'somabrain-two-users-'));
  });
  afterAll(async () => {
    await api?.stop();
    await users.drop();
    await rm(backups, { recursive: true });
  });

  it('does not start before the owner has migrated, and says so', async () => {
    const started = ServiceProcess.start(settingsOf(users), 'memory');
    await expect(started).rejects.toThrow(
      /ended with 78\nThe database lacks \d+ migrations.* run scripts\/migrate_db\.sh/,
    );
  }, 60_000);

  it('is not migrated by the user of the services', async () => {
    const { code, err } = await beside('migrate');
    expect(code).not.toBe(0);
    expect(err).toContain('permission denied');
  }, 60_000);

  it('is migrated by the owner, and starts with the user of the services alone', async () => {
    expect(await asOwner('migrate')).toMatchObject({ code: 0 });
    memory = await ServiceProcess.start(settingsOf(users), 'memory');
    process = await ServiceProcess.start({
      ...settingsOf(users),
      SOMABRAIN_HOST: '127.0.0.1',
      SOMABRAIN_REDIS_URL: backendUrl('REDIS_URL'),
      SOMABRAIN_OPA_URL: backendUrl('OPA_URL'),
      SOMABRAIN_MEMORY_HTTP_ENDPOINT: memory.url,
      SOMABRAIN_API_TOKEN: TOKEN,
      SOMABRAIN_SLEEP_INTERVAL_SECONDS: '1',
    });
    api = new RunningApi(process.url, [], async () => {
      await process.stop();
      await memory.stop();
    });
    const [user] = await users.asSuperuser(`
      select rolsuper, rolcreaterole, rolcreatedb, rolbypassrls,
        (select count(*)::integer from pg_class where relowner = r.oid) as owned,
        (select array_agg(g.rolname::text order by g.rolname) from pg_auth_members a join pg_roles g on g.oid = a.roleid where a.member = r.oid) as member_of
      from pg_roles r where rolname = '${users.app}'`);
    expect(user).toEqual({
      rolsuper: false,
      rolcreaterole: false,
      rolcreatedb: false,
      rolbypassrls: false,
      owned: 0,
      member_of: ['somabrain_maintenance', 'somabrain_service'],
    });
  }, 120_000);

  it('remembers, recalls, changes and forgets', async () => {
    const tenant = inTenant('acme');
    for (const hour of ['six', 'seven']) {
      const body = { content: `The bakery opens at ${hour}`, key: 'bakery' };
      expect((await api.post('/remember', body, tenant)).status).toBeLessThan(202);
    }
    const recalled = await api.post('/recall', { query: 'when does the bakery open?', k: 1 }, tenant);
    expect(recalled.text).toContain('at seven');
    expect((await api.post('/remember', { content: 'Gone soon', key: 'gone' }, tenant)).status).toBe(201);
    expect((await api.post('/forget', { key: 'gone' }, tenant)).status).toBe(200);
    expect((await api.post('/recall', { query: 'gone soon' }, tenant)).text).not.toContain('Gone soon');
  });

  it('exports and imports', async () => {
    const { text } = await api.get('/export', inTenant('acme'));
    const headers = { ...inTenant('copy'), 'Content-Type': 'application/x-ndjson' };
    const imported = await api.postText('/import', text, headers);
    expect(imported.json()).toMatchObject({ ok: true, failed: 0, checksum: 'verified' });
  });

  it('consolidates, when it is asked and by itself', async () => {
    // One that began by itself goes first.
    await waitFor(
      async () => (await api.post('/sleep/run', {}, inTenant('acme'))).json<{ ok?: boolean }>().ok === true,
      { timeoutMs: 30_000, what: () => 'a run that was asked for' },
    );
    await waitFor(
      async () =>
        (await users.asSuperuser(`select from sleep_runs where tenant_id = 'copy' and status = 'done'`))
          .length > 0,
      { timeoutMs: 20_000, what: () => 'a run that nobody asked for' },
    );
  });

  it('deletes what has expired, and publishes the audit', async () => {
    const body = { content: 'For a second', key: 'short', ttl_seconds: 1 };
    expect((await api.post('/remember', body, inTenant('acme'))).status).toBe(201);
    const waits = async (query: string) => (await users.asSuperuser(query)).length > 0;
    await waitFor(async () => !(await waits(`select from memories where key = 'short'`)), {
      timeoutMs: 100_000,
      what: () => 'the memory to be purged',
    });
    await waitFor(async () => !(await waits('select from audit_outbox')), {
      timeoutMs: 20_000,
      what: () => 'the outbox to empty',
    });
  }, 150_000);

  it('verifies the audit of every tenant as the user of the services, and writes down that it did', async () => {
    const { code, out } = await beside('audit', 'verify', '--all');
    expect([code, out]).toEqual([
      0,
      expect.stringMatching(/OK acme operations: \d+ records[^]*OK copy operations/),
    ]);
    const run = `select succeeded from maintenance_runs where task = 'verify-audit'`;
    expect(await users.asSuperuser(run)).toEqual([{ succeeded: true }]);
  }, 60_000);

  it('looks well to the doctor beside the services', async () => {
    const { out } = await beside('doctor');
    expect(out).toMatch(/^OK +migrations: all/m);
    expect(out).toMatch(/^OK +roles: /m);
    expect(out).toMatch(/^OK +row-level security: /m);
    expect(out).toMatch(/^OK +audit outbox: /m);
    expect(out).toMatch(/seen by the owner of the tables alone/);
  }, 60_000);

  it('is saved, and the backup verified, by the owner', async () => {
    const env = {
      ...settingsOf(users),
      SOMABRAIN_POSTGRES_MIGRATION_DSN: users.ownerDsn,
      BACKUP_DIR: backups,
      HOME: backups,
    };
    await outputOf(join(PROJECT, 'scripts/backup-somabrain.sh'), [], { env });
    const verified = await outputOf(join(PROJECT, 'scripts/verify-backup.sh'), [], { env });
    expect(verified).toContain('can be restored');
  }, 300_000);
});

describe('create-users.sh', () => {
  const users = new TwoUsers();

  afterAll(() => users.drop());

  it('refuses a user of the services that is the owner or a superuser', async () => {
    const superuser = decodeURIComponent(new URL(serverDsn()).username);
    for (const [user, reason] of [
      [users.owner, 'must not be the owner of the tables'],
      [superuser, 'is a superuser of this server'],
    ] as const) {
      const { code, err } = await users.createUsers({ APP_USER: user });
      expect([code, err]).toEqual([1, expect.stringContaining(reason)]);
    }
  });

  it('hands over what another user has made, and may be run again', async () => {
    const before = new TwoUsers();
    try {
      expect(await before.createUsers()).toMatchObject({ code: 0 });
      await runMigrations(before.ownerDsn, migrations);
      const settings = { POSTGRES_DB: before.name };
      for (let times = 0; times < 2; times += 1)
        expect(await users.createUsers(settings)).toMatchObject({ code: 0, err: '' });
      const owners = await before.asSuperuser(`
        select distinct pg_get_userbyid(relowner) as name from pg_class
        where relnamespace = 'public'::regnamespace and relkind in ('r', 'i', 'S')
        union select pg_get_userbyid(proowner) from pg_proc p where pronamespace = 'public'::regnamespace
          and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
        union select r.rolname from pg_policy p, unnest(p.polroles) o join pg_roles r on r.oid = o where p.polname = 'owner_policy'`);
      expect(owners).toEqual([{ name: users.owner }]);
    } finally {
      await before.drop();
    }
  });
});
