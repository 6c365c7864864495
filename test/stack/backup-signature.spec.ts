import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { appendFile, cp, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { outputOf, type ProgramRun, PROJECT, runProgram } from '../support/run-program';
import { asOwner, serverDsn, TestDatabase } from '../support/test-database';

const folderOf = (name: string) => mkdtemp(join(tmpdir(), `somabrain-${name}-`));

let folder: string;
let source: TestDatabase;
let backup: string;
let keys: Record<'signing' | 'public' | 'stranger', string>;

beforeAll(async () => {
  folder = await folderOf('signature');
  source = await TestDatabase.create();
  await source.asOwner(`insert into tenant_heads (tenant_id) values ('kept')`);
  for (const directory of ['keys', 'others'])
    await outputOf(join(PROJECT, 'scripts/make-backup-key.sh'), [join(folder, directory)]);
  keys = {
    signing: join(folder, 'keys/backup-signing.pem'),
    public: join(folder, 'keys/backup-public.pem'),
    stranger: join(folder, 'others/backup-signing.pem'),
  };
  backup = await backUp({ BACKUP_SIGNING_KEY_FILE: keys.signing });
}, 120_000);
afterAll(async () => {
  await source.drop();
  await rm(folder, { recursive: true });
});

/** Runs a script of backups on the database that is saved, or on another one. */
function script(name: string, args: readonly string[], env: Record<string, string>): Promise<ProgramRun> {
  return runProgram(join(PROJECT, 'scripts', name), args, {
    env: { SOMABRAIN_POSTGRES_DSN: source.dsn, ...env },
  });
}

/** @returns the directory of a new backup */
async function backUp(env: Record<string, string>): Promise<string> {
  const { code, out, err } = await script('backup-somabrain.sh', [], {
    BACKUP_DIR: await mkdtemp(join(folder, 'backups-')),
    ...env,
  });
  if (code !== 0) throw new Error(err);
  return out.trim();
}

async function copyOf(original: string): Promise<string> {
  const copy = join(await mkdtemp(join(folder, 'copy-')), 'backup');
  await cp(original, copy, { recursive: true });
  return copy;
}

/** Restores into a database that is not there. @returns the run, and how many rows of tenants there are afterwards, if any */
async function restore(
  args: readonly string[],
  env: Record<string, string>,
): Promise<ProgramRun & { tenants: number | undefined }> {
  const name = `restored_${randomBytes(8).toString('hex')}`;
  const dsn = Object.assign(new URL(serverDsn()), { pathname: `/${name}` }).href;
  const run = await script('restore-somabrain.sh', args, { SOMABRAIN_POSTGRES_DSN: dsn, ...env });
  const made = await asOwner(serverDsn(), (client) =>
    client.query('select from pg_database where datname = $1', [name]),
  );
  if (made.rowCount === 0) return { ...run, tenants: undefined };
  const { rows } = await asOwner(dsn, (client) =>
    client.query<{ tenants: number }>('select count(*)::int as tenants from tenant_heads'),
  );
  await asOwner(serverDsn(), (client) => client.query(`drop database ${name} with (force)`));
  return { ...run, tenants: rows[0]?.tenants };
}

describe('a backup that is signed', () => {
  it('is restored by whoever has the public key, and says which one it is', async () => {
    const { code, out, err, tenants } = await restore([backup], { BACKUP_PUBLIC_KEY_FILE: keys.public });
    expect([code, err, tenants]).toEqual([0, '', 1]);
    expect(out).toMatch(/^That was the backup [0-9a-f-]{36} of \S+Z, signed by the key [0-9a-f]{16}\.$/m);
  }, 60_000);

  it('can be read by nobody else, and be checked without SomaBrain', async () => {
    for (const name of await readdir(backup))
      expect([name, (await stat(join(backup, name))).mode & 0o777]).toEqual([name, 0o600]);
    expect((await stat(backup)).mode & 0o777).toBe(0o700);
    const check = ['pkeyutl', '-verify', '-pubin', '-inkey', keys.public, '-rawin'];
    const files = ['-in', join(backup, 'manifest'), '-sigfile', join(backup, 'manifest.sig')];
    expect(await outputOf('openssl', [...check, ...files])).toContain('Verified Successfully');
  });

  it.each<[string, RegExp, (copy: string) => Promise<void>]>([
    [
      'a byte of its dump changed',
      /postgres\.dump is not what was saved/,
      async (copy) => {
        const content = await readFile(join(copy, 'postgres.dump'));
        content[content.length >> 1]! ^= 1;
        await writeFile(join(copy, 'postgres.dump'), content);
      },
    ],
    ['a file added', /more\.sql was not part of it/, (copy) => writeFile(join(copy, 'more.sql'), '')],
    [
      'a line more in its manifest',
      /has a wrong signature: its manifest was changed/,
      (copy) => appendFile(join(copy, 'manifest'), 'note=1\n'),
    ],
    [
      'a link in the place of a file',
      /settings\.env is not a plain file/,
      async (copy) => {
        await rm(join(copy, 'settings.env'));
        await symlink('/etc/hostname', join(copy, 'settings.env'));
      },
    ],
    ['its signature left out', /is not signed/, (copy) => rm(join(copy, 'manifest.sig'))],
    ['everything signed anew by somebody', /is signed by another key/, (copy) => sealAs(copy, keys.stranger)],
  ])(
    'is refused with %s, and nothing is restored',
    async (_, reason, damage) => {
      const copy = await copyOf(backup);
      await damage(copy);
      const refused = await restore([copy], { BACKUP_PUBLIC_KEY_FILE: keys.public });
      expect(refused).toMatchObject({ code: 1, out: '', tenants: undefined });
      expect(refused.err).toMatch(reason);
    },
    60_000,
  );

  it.each(['verify-backup.sh', 'test-restore.sh'])(
    'is refused by %s without its signature, where there is a key',
    async (name) => {
      const copy = await copyOf(backup);
      await rm(join(copy, 'manifest.sig'));
      const { code, out, err } = await script(name, [copy], { BACKUP_PUBLIC_KEY_FILE: keys.public });
      expect([code, out]).toEqual([1, '']);
      expect(err).toContain('is not signed');
    },
    60_000,
  );

  it('is refused without a key, and when it is older than expected', async () => {
    const keyless = await restore([backup], {});
    expect(keyless).toMatchObject({ code: 1, tenants: undefined });
    expect(keyless.err).toContain('there is no key to check that with: set BACKUP_PUBLIC_KEY_FILE');
    const env = { BACKUP_PUBLIC_KEY_FILE: keys.public };
    const late = await restore(['--expect-newer-than', '2999-01-01T00:00:00Z', backup], env);
    expect(late).toMatchObject({ code: 1, tenants: undefined });
    expect(late.err).toContain('not newer than 2999-01-01T00:00:00.000Z');
  });
});

describe('a backup that is not signed', () => {
  let unsigned: string;
  beforeAll(async () => {
    unsigned = await backUp({});
  }, 60_000);

  it('is made with a warning, verified where there is no key, and restored where somebody says so', async () => {
    const verified = await script('verify-backup.sh', [unsigned], {});
    expect(verified).toMatchObject({ code: 0, out: expect.stringContaining('can be restored') as string });
    expect(verified.err).toContain('WARNING: the signature of this backup was not checked');
    const refused = await restore([unsigned], {});
    expect(refused).toMatchObject({ code: 1, out: '', tenants: undefined });
    expect(refused.err).toContain('--allow-unsigned');
    expect(await restore(['--allow-unsigned', unsigned], {})).toMatchObject({ code: 0, tenants: 1 });
  }, 60_000);

  it.each([
    ['alone in a line', (marker: string) => `\\! touch ${marker}\n`],
    ['after a statement', (marker: string) => `select 1; \\! touch ${marker}\n`],
    ['by a statement', (marker: string) => `copy (select 1) to program 'touch ${marker}';\n`],
  ])('runs no command of its roles.sql, %s', async (_, command) => {
    const copy = await copyOf(unsigned);
    const marker = join(folder, `marker-${randomBytes(4).toString('hex')}`);
    await appendFile(join(copy, 'roles.sql'), command(marker));
    await sealAs(copy);
    const { code, err, tenants } = await restore(['--allow-unsigned', copy], {});
    expect([code, tenants]).toEqual([1, undefined]);
    expect(err).toMatch(/roles\.sql is not accepted: line \d+ is not a role or a membership/);
    expect(existsSync(marker)).toBe(false);
  });

  it('makes nobody an administrator', async () => {
    const copy = await copyOf(unsigned);
    const [member, group] = ['member', 'admins'].map((name) => `${name}_${randomBytes(4).toString('hex')}`);
    await asOwner(serverDsn(), (client) => client.query(`create role ${group} nologin createrole`));
    const role = (name: string) =>
      `do $do$ begin if not exists (select from pg_roles where rolname = '${name}') then create role ${name} nologin nosuperuser nobypassrls; end if; end $do$;\n`;
    const grant = `do $do$ begin if not pg_has_role('${member}', '${group}', 'member') then grant ${group} to ${member}; end if; end $do$;\n`;
    await appendFile(join(copy, 'roles.sql'), `${role(member!)}${role(group!)}${grant}`);
    await sealAs(copy);
    const { code, err } = await script('verify-backup.sh', [copy], {});
    expect(code).toBe(1);
    expect(err).toContain(`the backup would make ${member} a member of ${group}, which is an administrator`);
    const roles = await asOwner(serverDsn(), async (client) => {
      const { rowCount } = await client.query('select from pg_roles where rolname = $1', [member]);
      await client.query(`drop role ${group}`);
      return rowCount;
    });
    expect(roles).toBe(0);
  }, 60_000);
});

/** Makes the manifest right again, as somebody would who wants to hide what he did, and signs it where he has a key. */
async function sealAs(copy: string, key?: string): Promise<void> {
  const path = join(copy, 'manifest');
  const lines = (await readFile(path, 'utf8')).split('\n').filter((line) => !/^(file|id|key)=/.test(line));
  await writeFile(path, lines.join('\n'));
  for (const name of ['manifest.sig', 'verified']) await rm(join(copy, name), { force: true });
  const env: Record<string, string> = key ? { BACKUP_SIGNING_KEY_FILE: key } : {};
  await outputOf(process.execPath, [join(PROJECT, 'scripts/lib/backup-seal.mjs'), 'seal', copy], { env });
}
