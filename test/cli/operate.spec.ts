import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TestDatabase } from '../support/test-database';
import { type CliRun, somabrain } from './cli-process';

interface DoctorReport {
  readonly ok: boolean;
  readonly checks: readonly { name: string; status: string; detail: string; advice?: string }[];
}

describe('somabrain doctor and migrate', () => {
  let database: TestDatabase;
  const run = (...args: string[]) => somabrain(args, { SOMABRAIN_POSTGRES_DSN: database.dsn });
  const reportOf = ({ out }: CliRun) => JSON.parse(out) as DoctorReport;
  const failuresOf = (ran: CliRun) =>
    reportOf(ran)
      .checks.filter(({ status }) => status === 'failed')
      .map(({ name, advice }) => ({ name, advice }));

  beforeAll(async () => {
    database = await TestDatabase.create({ migrated: false });
  });
  afterAll(() => database.drop());

  it('the doctor sends to migrate, which says what it would do, does it, and then has nothing to do', async () => {
    const before = await run('doctor', '--json');
    expect(before.code).toBe(1);
    expect(failuresOf(before)).toContainEqual({ name: 'migrations', advice: 'run: somabrain migrate' });

    const dry = await run('migrate', '--dry-run');
    expect(dry).toMatchObject({ code: 0, err: '' });
    expect(dry.out).toMatch(/^pending CreateRoles\d+\n/);

    const done = await run('migrate');
    expect(done.out).toBe(dry.out.replaceAll('pending', 'applied'));
    expect(await run('migrate')).toEqual({ code: 0, out: 'The schema is up to date.\n', err: '' });

    const after = await run('doctor');
    expect(after).toMatchObject({ code: 0, err: '' });
    expect(after.out.trimEnd().split('\n')).toHaveLength(13);
    expect(after.out.replaceAll(/^OK {6}[a-z -]+: .+\n/gm, '')).toBe('');
  });

  it('the doctor names a table whose row-level security was taken away', async () => {
    await database.asOwner('alter table memories no force row level security');
    const ran = await run('doctor', '--json');
    await database.asOwner('alter table memories force row level security');
    expect(ran.code).toBe(1);
    expect(failuresOf(ran)).toEqual([
      {
        name: 'row-level security',
        advice: 'run: alter table memories enable row level security, force row level security',
      },
    ]);
  });

  it('the doctor says once that the database does not answer, and shows no password', async () => {
    const dsn = 'postgresql://somebody:geheim-17@127.0.0.1:1/nothing';
    const ran = await somabrain(['doctor'], { SOMABRAIN_POSTGRES_DSN: dsn });
    expect(ran.code).toBe(1);
    expect(ran.out).toMatch(/^OK .*\nFAILED {2}database: .*ECONNREFUSED.*SOMABRAIN_POSTGRES_DSN.*\n$/);
    expect(ran.out + ran.err).not.toContain('geheim-17');
  });

  it('a schema without a record of its migrations is taken over in development only', async () => {
    await database.asOwner('drop table migrations');
    const production = { SOMABRAIN_POSTGRES_DSN: database.dsn, SOMABRAIN_MODE: 'production' };
    const refused = await somabrain(['migrate', '--adopt'], production);
    expect(refused.code).toBe(1);
    expect(refused.err).toContain(
      'In mode production a schema without a record of its migrations is not taken over',
    );
    expect((await run('migrate')).code).toBe(1);
    const adopted = await run('migrate', '--adopt');
    expect(adopted).toMatchObject({ code: 0, err: '' });
    expect(adopted.out).toMatch(/^adopted CreateTenantHeads\d+\n/);
    expect((await run('migrate', '--adopt')).out).toBe('The schema is up to date.\n');
  });

  it('a refused configuration ends with 78 and names the variable', async () => {
    for (const command of ['doctor', 'migrate']) {
      const ran = await somabrain([command], { SOMABRAIN_PORT: 'many' });
      expect(ran.code).toBe(78);
      expect(ran.out + ran.err).toContain('SOMABRAIN_PORT');
    }
  });

  it('record-run writes down when a task was run, and keeps when it succeeded last', async () => {
    expect(await run('record-run', 'backup')).toEqual({
      code: 0,
      out: 'Recorded that backup succeeded.\n',
      err: '',
    });
    expect((await run('record-run', 'backup', '--failed')).code).toBe(0);
    expect(await runs()).toEqual([{ task: 'backup', succeeded: false, ever: true }]);
    expect((await run('record-run', 'lunch')).code).toBe(2);
  });

  it('audit verify writes down a run over every tenant, and no other', async () => {
    await run('audit', 'verify', '--tenant', 'acme');
    expect(await runs()).toHaveLength(1);
    await run('audit', 'verify', '--all');
    expect(await runs()).toContainEqual({ task: 'verify-audit', succeeded: true, ever: true });
  });

  function runs(): Promise<{ task: string; succeeded: boolean; ever: boolean }[]> {
    return database.asOwner(
      'select task, succeeded, succeeded_at is not null as ever from maintenance_runs order by task',
    );
  }
});

describe('somabrain on an embedded Postgres', () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'somabrain-cli-'));
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  it('starts it where it does not run, and stops it again', async () => {
    const settings = { SOMABRAIN_DATA_DIR: join(directory, 'data') };
    for (const outcome of ['applied', 'The schema is up to date.']) {
      const ran = await somabrain(['migrate'], settings);
      expect(ran.code).toBe(0);
      expect(ran.err).toContain('does not run; it is started for this');
      expect(ran.out).toContain(outcome);
    }
  });

  it('tells that a directory cannot be one', async () => {
    const file = join(directory, 'file');
    await writeFile(file, '');
    const ran = await somabrain(['doctor'], { SOMABRAIN_DATA_DIR: file });
    expect(ran.code).toBe(1);
    expect(ran.out).toMatch(/FAILED {2}database: .*SOMABRAIN_DATA_DIR/s);
  });
});
