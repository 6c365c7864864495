import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROJECT, runProgram } from '../support/run-program';
import { BackedUpService } from './backed-up-service';

let service: BackedUpService;

beforeAll(async () => {
  service = await BackedUpService.start();
}, 60_000);
afterAll(() => service.stop());

describe('backup-somabrain.sh', () => {
  it('deletes backups that are too old, and nothing else', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'somabrain-retention-'));
    const outside = await mkdtemp(join(tmpdir(), 'somabrain-outside-'));
    await writeFile(join(outside, 'manifest'), 'format=1\n');
    for (const name of [
      '20200101_000000',
      '20200102_000000',
      'notes',
      '20200103_000000.old',
      '99990101_000000',
    ])
      await mkdir(join(directory, name));
    for (const name of ['20200101_000000', 'notes', '20200103_000000.old'])
      await writeFile(join(directory, name, 'manifest'), 'format=1\n');
    await symlink(outside, join(directory, '20200104_000000'));
    const { out, err } = await service.script('backup-somabrain.sh', [], { BACKUP_DIR: directory });
    const left = (await readdir(directory)).filter((name) => !name.startsWith('.'));
    expect(left.sort()).toEqual(
      [
        out.trim().slice(-15),
        '20200102_000000',
        '20200103_000000.old',
        '20200104_000000',
        '99990101_000000',
        'notes',
      ].sort(),
    );
    expect(await readdir(outside)).toEqual(['manifest']);
    expect(err).toContain('20200101_000000: older than 30 days');
    for (const each of [directory, outside]) await rm(each, { recursive: true });
  }, 180_000);

  it('hands a backup to the upload command, and deletes nothing when that fails', async () => {
    const old = join(service.backups, '20200101_000000');
    await mkdir(old);
    await writeFile(join(old, 'manifest'), 'format=1\n');
    const failed = await service.script('backup-somabrain.sh', [], {
      BACKUP_UPLOAD_COMMAND: 'test -f "$1/manifest" && exit 7',
    });
    expect(failed.code).toBe(1);
    expect(failed.err).toContain('BACKUP_UPLOAD_COMMAND failed');
    expect(await readdir(service.backups)).toContain('20200101_000000');
    const shelf = await mkdtemp(join(tmpdir(), 'somabrain-shelf-'));
    const backup = await service.backUp({ BACKUP_UPLOAD_COMMAND: `cp -r "$1" "${shelf}/$2"` });
    expect(await readdir(shelf)).toEqual([backup.slice(-15)]);
    expect(await readdir(service.backups)).not.toContain('20200101_000000');
    await rm(shelf, { recursive: true });
  }, 180_000);

  it('leaves nothing behind when it fails, and does not run twice at once', async () => {
    const there = (await readdir(service.backups)).sort();
    const failed = await service.script('backup-somabrain.sh', [], {
      SOMABRAIN_REDIS_URL: 'redis://127.0.0.1:1/0',
    });
    expect(failed).toMatchObject({ code: 1, out: '' });
    expect(failed.err).toContain('Redis could not be saved');
    expect((await readdir(service.backups)).sort()).toEqual(there);
    const lock = join(service.backups, '.lock');
    const held = await runProgram('flock', [lock, join(PROJECT, 'scripts/backup-somabrain.sh')], {
      env: { SOMABRAIN_POSTGRES_DSN: service.dsn, BACKUP_DIR: service.backups },
    });
    expect(held.code).toBe(1);
    expect(held.err).toContain('another backup');
  }, 180_000);

  it('is made without Kafka where that does not answer, and says so', async () => {
    const settings = { SOMABRAIN_KAFKA_URL: 'kafka://127.0.0.1:1' };
    const { code, out, err } = await service.script('backup-somabrain.sh', [], settings);
    expect([code, err]).toEqual([0, expect.stringContaining('the offsets of Kafka could not be saved')]);
    expect(await readdir(out.trim())).not.toContain('kafka-offsets.tsv');
    expect((await service.script('verify-backup.sh', [out.trim()])).code).toBe(0);
  }, 180_000);

  it.each([
    ['BACKUP_KEEP_DAYS', '-1'],
    ['BACKUP_KEEP_DAYS', '30; rm -rf /'],
    ['BACKUP_DIR', '/'],
    ['BACKUP_DIR', 'relative'],
  ])('refuses %s=%s', async (name, value) => {
    const { code, err } = await service.script('backup-somabrain.sh', [], { [name]: value });
    expect(code).toBe(1);
    expect(err).toContain(`${name}=${value} is not accepted`);
  });
});
