import { EmbeddedPostgres } from '@somabrain/database';
import { chmod, cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { somabrain } from '../cli/cli-process';
import { RunningApi } from '../e2e/support/running-api';
import { ServiceProcess } from '../support/service-process';
import { outputOf, PROJECT } from '../support/run-program';
import { asOwner } from '../support/test-database';
import { waitFor } from '../support/wait-for';
import { BackedUpService, WriteLoad } from './backed-up-service';

const STILL = { 'X-Tenant-ID': 'still' };
const BUSY = { 'X-Tenant-ID': 'busy' };
const PEOPLE = ['Ana', 'Ben', 'Chen', 'Dora', 'Emil'];
const THINGS = ['bicycle', 'garden', 'violin', 'kitchen', 'telescope', 'canoe', 'library'];

let service: BackedUpService;

beforeAll(async () => {
  service = await BackedUpService.start();
  const memories = Array.from({ length: 300 }, (_, index) => ({
    content: `${PEOPLE[index % 5]} repaired the ${THINGS[index % 7]} in week ${index}`,
    session_id: `s${index % 20}`,
    speaker: PEOPLE[index % 5],
    key: index % 3 === 0 ? `kb.${index}` : undefined,
    tags: [THINGS[index % 7]],
  }));
  await service.api.post('/remember/batch', { memories }, STILL);
  // Earlier versions, links and what was forgotten are part of it.
  await service.api.post('/remember', { content: 'A new text', key: 'kb.0' }, STILL);
  await service.api.post('/link', { from_key: 'kb.0', to_key: 'kb.3', type: 'related', weight: 1 }, STILL);
  await service.api.post('/forget', { filters: { tags: ['canoe'] } }, STILL);
}, 120_000);
afterAll(() => service.stop());

/** What 30 questions are answered, but for the names and times of the requests. */
async function answers(api: RunningApi): Promise<unknown[]> {
  const found: unknown[] = [];
  for (let index = 0; index < 30; index += 1) {
    const query = `Who repaired the ${THINGS[index % 7]}, was it ${PEOPLE[index % 5]} in week ${index * 9}?`;
    const answer = await api.post('/recall', { query, k: 10, explain: true }, STILL);
    found.push(answer.json<{ results: unknown[] }>().results);
  }
  return found;
}

/** A damaged copy of a backup. */
async function damaged(backup: string, damage: (copy: string) => Promise<void>): Promise<string> {
  const copy = join(await mkdtemp(join(tmpdir(), 'somabrain-damaged-')), 'backup');
  await cp(backup, copy, { recursive: true });
  await damage(copy);
  return copy;
}

/** Makes the manifest right again and signs it, as whoever makes backups does with files that were bad already. */
async function sealAgain(backup: string): Promise<void> {
  const path = join(backup, 'manifest');
  const lines = (await readFile(path, 'utf8')).split('\n').filter((line) => !/^(file|id|key)=/.test(line));
  await writeFile(path, lines.join('\n'));
  for (const name of ['manifest.sig', 'verified']) await rm(join(backup, name), { force: true });
  await outputOf(process.execPath, [join(PROJECT, 'scripts/lib/backup-seal.mjs'), 'seal', backup], {
    env: { BACKUP_SIGNING_KEY_FILE: join(service.keys, 'backup-signing.pem') },
  });
}

describe('a backup under load', () => {
  let backup: string;
  let before: string[];
  let wanted: unknown[];

  beforeAll(async () => {
    wanted = await answers(service.api);
    const load = new WriteLoad(service.api, 'busy', 8);
    await waitFor(() => load.acknowledged.length > 200, { timeoutMs: 30_000, what: () => 'the load' });
    before = [...load.acknowledged];
    backup = await service.backUp();
    const during = load.acknowledged.length - before.length;
    await load.stop();
    console.log(`${before.length} writes before the backup, ${during} during it`);
    expect(during).toBeGreaterThan(50);
  }, 120_000);

  it('is verified: rows, audit chains, and nothing is left behind', async () => {
    const { code, out, err } = await service.script('verify-backup.sh');
    expect(err).toMatch(/restored: \d+ tables/);
    expect(out).toMatch(/OK busy operations: \d+ records/);
    expect(out).toContain(`OK: ${backup} can be restored.`);
    expect(code).toBe(0);
    expect(await service.scratchDatabases()).toEqual([]);
  }, 120_000);

  it('holds no secret', async () => {
    for (const file of await readdir(backup)) {
      expect((await readFile(join(backup, file))).includes(service.password)).toBe(false);
    }
    expect(await readFile(join(backup, 'settings.env'), 'utf8')).toContain(':***@');
  });

  it('knows where Kafka was', async () => {
    const offsets = await readFile(join(backup, 'kafka-offsets.tsv'), 'utf8');
    expect(offsets).toMatch(/^topic\taudit\.operations\t0\t\d+\t\d+$/m);
  });

  it('restores into an empty server, and every recall is answered as before', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'somabrain-empty-'));
    await chmod(directory, 0o755);
    const empty = await EmbeddedPostgres.start({ dataDirectory: directory });
    const target = { SOMABRAIN_POSTGRES_DSN: empty.connectionString };
    const restored = await service.script('restore-somabrain.sh', ['latest'], target);
    expect(restored.err).toBe('');
    expect(restored.out).toMatch(/^Restored \w+ as it was at \d{4}-/);
    const again = await service.script('restore-somabrain.sh', [backup], target);
    expect(again).toMatchObject({ code: 1, out: '' });
    expect(again.err).toContain('is not empty; nothing was changed');

    const process = await ServiceProcess.start(target);
    const api = new RunningApi(process.url, [], () => Promise.resolve());
    expect(await answers(api)).toEqual(wanted);
    for (const id of before) expect((await api.get(`/memories/${id}`, BUSY)).status).toBe(200);
    expect((await somabrain(['audit', 'verify', '--all'], target)).code).toBe(0);
    expect((await api.post('/remember', { content: 'Life goes on' }, BUSY)).status).toBe(201);
    expect((await somabrain(['audit', 'verify', '--all'], target)).code).toBe(0);
    await process.stop();
    await empty.stop();
    await rm(directory, { recursive: true });
  }, 180_000);

  it('is drilled, and nothing that was acknowledged before it is lost', async () => {
    const { code, out, err } = await service.script('test-restore.sh', [], { DRILL_URL: service.api.url });
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/changes since then: [1-9]\d*$/m);
    expect(await service.scratchDatabases()).toEqual([]);
  }, 180_000);

  it.each<[string, RegExp, (copy: string) => Promise<void>]>([
    [
      'a byte changed',
      /damaged: postgres\.dump is not what was saved/,
      async (copy) => {
        const file = join(copy, 'postgres.dump');
        const content = await readFile(file);
        content[content.length >> 1]! ^= 1;
        await writeFile(file, content);
      },
    ],
    ['a file lost', /damaged: redis\.rdb is missing/, (copy) => rm(join(copy, 'redis.rdb'))],
    [
      'a file added',
      /damaged: more\.sql was not part of it/,
      (copy) => writeFile(join(copy, 'more.sql'), 'drop table'),
    ],
    [
      'the dump cut off, and signed so',
      /damaged: postgres\.dump cannot be read|could not be restored/,
      async (copy) => {
        const file = join(copy, 'postgres.dump');
        await writeFile(file, (await readFile(file)).subarray(0, 60_000));
        await sealAgain(copy);
      },
    ],
    [
      'rows missing, and signed so',
      /differs from the backup[^]*memories/,
      async (copy) => {
        const file = join(copy, 'tables.tsv');
        const counts = await readFile(file, 'utf8');
        await writeFile(
          file,
          counts.replace(/^memories\t(\d+)/m, (_, rows) => `memories\t${Number(rows) + 1}`),
        );
        await sealAgain(copy);
      },
    ],
    [
      'no Redis in redis.rdb, and signed so',
      /redis\.rdb is not a copy of Redis/,
      async (copy) => {
        await writeFile(join(copy, 'redis.rdb'), 'nothing');
        await sealAgain(copy);
      },
    ],
  ])(
    'is refused with %s',
    async (_, reason, damage) => {
      const copy = await damaged(backup, damage);
      const { code, out, err } = await service.script('verify-backup.sh', [copy]);
      expect([code, out]).toEqual([1, '']);
      expect(err).toMatch(reason);
      expect(await service.scratchDatabases()).toEqual([]);
      await rm(dirname(copy), { recursive: true });
    },
    60_000,
  );

  it('is refused when an audit record was changed before it', async () => {
    const record = `(select ctid from audit_log where tenant_id = 'still' and stream = 'operations' limit 1)`;
    const change = (text: string) => asOwner(service.dsn, (client) => client.query(text));
    await change(`create table kept as select * from audit_log where ctid = ${record}`);
    await change(`update audit_log set record = record || '{"actor":"nobody"}' where ctid = ${record}`);
    const forged = await service.backUp();
    await change(`update audit_log a set record = k.record from kept k where a.id = k.id; drop table kept`);
    const { code, err, out } = await service.script('verify-backup.sh', [forged]);
    expect(code).toBe(1);
    expect(out).toMatch(/BROKEN still operations/);
    expect(err).toContain('an audit chain of the backup is broken');
    await rm(forged, { recursive: true });
  }, 60_000);
});

describe('the drill of a backup that was made without load', () => {
  it('tells its times and finds every recall as the service in use answers it', async () => {
    await service.backUp();
    const { code, out, err } = await service.script('test-restore.sh', [], { DRILL_URL: service.api.url });
    console.log(out);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^recalls: 20 asked, \d+ find the memory by its own words$/m);
    expect(out).toMatch(/^recalls as the service in use answers for .+: 20 of 20 are the same$/m);
    for (const figure of ['restore', 'start', 'time to restore', 'first answers'])
      expect(out).toMatch(new RegExp(`^  ${figure} +\\d+\\.\\d s$`, 'm'));
    expect(out).toMatch(/^ {2}loss window +\d+\.\d s since .+; changes since then: 0$/m);
  }, 180_000);
});
