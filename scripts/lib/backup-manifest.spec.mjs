import { execFileSync } from 'node:child_process';
import {
  appendFile,
  mkdtemp,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  unlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fingerprint, makeKeys, publicKeys, signingKey } from './backup-keys.mjs';
import { check, seal } from './backup-manifest.mjs';

const DRAFT =
  'format=2\nsnapshot_at=2026-01-01T02:00:03.412Z\ndatabase=somabrain\nbegun_at=20260101_020002\n';
const FILES = {
  'postgres.dump': 'the dump',
  'roles.sql': 'the roles',
  'tables.tsv': 'memories\t7\n',
  'settings.env': 'A=1\n',
  'redis.rdb': 'REDIS',
};
const REQUIRED = { signature: 'required' };

let folder;
let backup;
let keys;
let stranger;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'somabrain-manifest-'));
  keys = keysIn(await mkdtemp(join(folder, 'keys-')));
  stranger = keysIn(await mkdtemp(join(folder, 'keys-')));
  backup = await mkdtemp(join(folder, 'backup-'));
  for (const [name, content] of Object.entries(FILES)) await writeFile(join(backup, name), content);
  await writeFile(join(backup, 'manifest'), DRAFT);
});
afterEach(() => rm(folder, { recursive: true }));

function keysIn(directory) {
  const files = makeKeys(directory);
  return {
    signing: signingKey({ BACKUP_SIGNING_KEY_FILE: files.private }),
    public: publicKeys({ BACKUP_PUBLIC_KEY_FILE: files.public })[0],
    files,
  };
}

async function replaceIn(name, from, to) {
  const path = join(backup, name);
  const text = await readFile(path, 'latin1');
  expect(text).toContain(from);
  await writeFile(path, text.replace(from, to), 'latin1');
}

describe('a signed backup', () => {
  let id;
  beforeEach(async () => {
    id = await seal(backup, keys.signing);
  });

  it('is accepted by whoever has the public key', async () => {
    await expect(check(backup, [keys.public], REQUIRED)).resolves.toEqual({
      id,
      snapshotAt: '2026-01-01T02:00:03.412Z',
      signer: fingerprint(keys.public),
    });
  });

  it.each(Object.keys(FILES))('is refused when a byte of %s changed', async (name) => {
    const path = join(backup, name);
    const bytes = await readFile(path);
    bytes[0] ^= 1;
    await writeFile(path, bytes);
    await expect(check(backup, [keys.public], REQUIRED)).rejects.toThrow(`${name} is not what was saved`);
  });

  it.each([
    [
      'a file cut off',
      () => writeFile(join(backup, 'tables.tsv'), 'mem'),
      'tables.tsv has 3 bytes, and 11 were saved',
    ],
    ['a file lost', () => unlink(join(backup, 'redis.rdb')), 'redis.rdb is missing'],
    ['the dump lost', () => unlink(join(backup, 'postgres.dump')), 'postgres.dump is missing'],
    ['a file added', () => writeFile(join(backup, 'more.sql'), '\\! true'), 'more.sql was not part of it'],
    [
      'a hidden file added',
      () => writeFile(join(backup, '.psqlrc'), '\\! true'),
      '.psqlrc was not part of it',
    ],
    ['two files swapped', swap, 'is not what was saved|bytes, and'],
    ['a link in the place of a file', link, 'roles.sql is not a plain file'],
    [
      'another moment in its manifest',
      () => replaceIn('manifest', '2026-01', '2027-01'),
      'a wrong signature',
    ],
    [
      'another path in its manifest',
      () => replaceIn('manifest', ' roles.sql', ' ../roles.sql'),
      'a wrong signature',
    ],
    ['a line more in its manifest', () => appendFile(join(backup, 'manifest'), 'x=1\n'), 'a wrong signature'],
    ['a signature of nothing', () => writeFile(join(backup, 'manifest.sig'), ''), 'a wrong signature'],
    ['its signature left out', () => unlink(join(backup, 'manifest.sig')), 'is not signed'],
  ])('is refused with %s', async (_, damage, reason) => {
    await damage();
    await expect(check(backup, [keys.public], REQUIRED)).rejects.toThrow(new RegExp(reason));
    await expect(check(backup, [keys.public], { signature: 'configured' })).rejects.toThrow(
      new RegExp(reason),
    );
  });

  it('is accepted beside a new key, as long as the old one is known', async () => {
    const known = publicKeys({
      BACKUP_PUBLIC_KEY_FILE: keys.files.public,
      BACKUP_SIGNING_KEY_FILE: stranger.files.private,
    });
    await expect(check(backup, known, REQUIRED)).resolves.toMatchObject({ signer: fingerprint(keys.public) });
  });

  it('is refused by who knows another key, or none', async () => {
    const [theirs, mine] = [fingerprint(keys.public), fingerprint(stranger.public)];
    await expect(check(backup, [stranger.public], REQUIRED)).rejects.toThrow(
      `is signed by another key: ${theirs}, and yours is ${mine}`,
    );
    for (const signature of ['required', 'configured'])
      await expect(check(backup, [], { signature })).rejects.toThrow('set BACKUP_PUBLIC_KEY_FILE');
  });

  it('is refused when somebody signed it anew, in the name of the right key, too', async () => {
    await unlink(join(backup, 'manifest.sig'));
    await writeFile(join(backup, 'roles.sql'), '\\! touch /tmp/marker');
    await writeFile(join(backup, 'manifest'), DRAFT);
    await seal(backup, stranger.signing);
    await expect(check(backup, [keys.public], REQUIRED)).rejects.toThrow('is signed by another key');
    await replaceIn('manifest', fingerprint(stranger.public), fingerprint(keys.public));
    await expect(check(backup, [keys.public], REQUIRED)).rejects.toThrow('a wrong signature');
  });

  it('is refused under the name of another moment, and when it is older than expected', async () => {
    const [right, wrong] = ['20260101_020002', '20260201_020002'].map((name) => join(folder, name));
    await rename(backup, wrong);
    await expect(check(wrong, [keys.public], REQUIRED)).rejects.toThrow('it was renamed');
    await rename(wrong, right);
    const at = Date.parse('2026-01-01T02:00:03.412Z');
    await expect(check(right, [keys.public], { ...REQUIRED, newerThan: at - 1 })).resolves.toMatchObject({
      id,
    });
    await expect(check(right, [keys.public], { ...REQUIRED, newerThan: at })).rejects.toThrow(
      'not newer than',
    );
  });
});

describe('a backup that is not signed', () => {
  it('is refused where a signature is required or a key is known, and taken where somebody says so', async () => {
    await seal(backup, null);
    await expect(check(backup, [], REQUIRED)).rejects.toThrow('is not signed');
    await expect(check(backup, [keys.public], { signature: 'configured' })).rejects.toThrow('is not signed');
    for (const signature of ['configured', 'unchecked'])
      await expect(check(backup, [], { signature })).resolves.toMatchObject({ signer: null });
    await writeFile(join(backup, 'tables.tsv'), 'memories\t8\n');
    await expect(check(backup, [], { signature: 'unchecked' })).rejects.toThrow(
      'tables.tsv is not what was saved',
    );
  });

  it('of an earlier release is taken where somebody says so, and its checksums are compared', async () => {
    await writeFile(join(backup, 'manifest'), DRAFT.replace('format=2', 'format=1'));
    const sums = execFileSync('bash', ['-c', 'sha256sum -- *'], { cwd: backup });
    await writeFile(join(backup, 'SHA256SUMS'), sums);
    await expect(check(backup, [], REQUIRED)).rejects.toThrow('is not signed');
    await expect(check(backup, [], { signature: 'unchecked' })).resolves.toMatchObject({ id: 'none' });
    await replaceIn('settings.env', 'A=1', 'A=2');
    await expect(check(backup, [], { signature: 'unchecked' })).rejects.toThrow(
      'settings.env is not what was saved',
    );
  });
});

describe('the keys', () => {
  it('can be a line of base64, and are read by their owner only', async () => {
    const pem = await readFile(keys.files.private, 'utf8');
    const line = pem.split('\n')[1];
    expect(fingerprint(signingKey({ BACKUP_SIGNING_KEY: line }))).toBe(fingerprint(keys.public));
    expect(fingerprint(publicKeys({ BACKUP_SIGNING_KEY: line })[0])).toBe(fingerprint(keys.public));
    expect((await stat(keys.files.private)).mode & 0o777).toBe(0o600);
  });

  it('are null where none is configured, and never replaced', () => {
    expect(signingKey({ BACKUP_SIGNING_KEY: '' })).toBeNull();
    expect(publicKeys({})).toEqual([]);
    expect(() => makeKeys(join(keys.files.private, '..'))).toThrow('is there already; it was not changed');
  });

  it.each([
    [{ BACKUP_SIGNING_KEY: 'secret' }, 'BACKUP_SIGNING_KEY is not an Ed25519 key'],
    [{ BACKUP_SIGNING_KEY_FILE: '/nowhere' }, 'BACKUP_SIGNING_KEY_FILE=/nowhere cannot be read'],
    [{ BACKUP_SIGNING_KEY_FILE: '/nowhere', BACKUP_SIGNING_KEY: 'x' }, 'are both set'],
  ])('refuses %j', (environment, reason) => {
    expect(() => signingKey(environment)).toThrow(reason);
  });

  it('refuses a private key where the public one belongs', async () => {
    const pem = await readFile(keys.files.private, 'utf8');
    expect(() => publicKeys({ BACKUP_PUBLIC_KEY: pem })).toThrow('BACKUP_PUBLIC_KEY is not an Ed25519 key');
    expect(() => publicKeys({ BACKUP_PUBLIC_KEY: pem.split('\n')[1] })).toThrow('is not an Ed25519 key');
  });
});

async function swap() {
  await rename(join(backup, 'roles.sql'), join(backup, 'x'));
  await rename(join(backup, 'postgres.dump'), join(backup, 'roles.sql'));
  await rename(join(backup, 'x'), join(backup, 'postgres.dump'));
}

async function link() {
  await rename(join(backup, 'roles.sql'), join(folder, 'roles.sql'));
  await symlink(join(folder, 'roles.sql'), join(backup, 'roles.sql'));
}
