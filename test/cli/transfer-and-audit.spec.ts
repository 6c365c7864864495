import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ServiceProcess } from '../support/service-process';
import { TestDatabase } from '../support/test-database';
import { waitFor } from '../support/wait-for';
import { somabrain } from './cli-process';

const MEMORIES = 25;

describe('somabrain export, import and audit verify', () => {
  let database: TestDatabase;
  let service: ServiceProcess;
  let directory: string;
  const run = (...args: string[]) => somabrain(args, { SOMABRAIN_POSTGRES_DSN: database.dsn });
  const at = (...args: string[]) => run(...args, '--url', service.url);

  beforeAll(async () => {
    database = await TestDatabase.create();
    service = await ServiceProcess.start({ SOMABRAIN_POSTGRES_DSN: database.dsn });
    directory = await mkdtemp(join(tmpdir(), 'somabrain-cli-'));
    const items = Array.from({ length: MEMORIES }, (_, i) => ({ content: `Ana likes tea number ${i}` }));
    const answer = await fetch(`${service.url}/remember/batch`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Tenant-ID': 'acme' },
      body: JSON.stringify({ items }),
    });
    expect(answer.ok).toBe(true);
  });
  afterAll(async () => {
    await service.stop();
    await database.drop();
    await rm(directory, { recursive: true, force: true });
  });

  it('a file goes from one tenant to another, as often as one likes', async () => {
    const file = join(directory, 'acme.ndjson');
    const exported = await at('export', '--tenant', 'acme', '-o', file);
    expect(exported).toEqual({
      code: 0,
      err: '',
      out: `Wrote ${MEMORIES} memories, 0 earlier versions and 0 links to ${file}.\n`,
    });
    expect(await readdir(directory)).toEqual(['acme.ndjson']);

    const imported = await at('import', file, '--tenant', 'copy');
    expect(imported).toMatchObject({
      code: 0,
      out: `Imported ${MEMORIES}, updated 0, unchanged 0, failed 0.\n`,
    });
    const again = await at('import', file, '--tenant', 'copy', '--json');
    expect(JSON.parse(again.out)).toMatchObject({ ok: true, imported: 0, unchanged: MEMORIES });

    const copy = await at('export', '--tenant', 'copy');
    const lines = (text: string) => text.trimEnd().split('\n').slice(1, -1);
    expect(lines(copy.out)).toEqual(lines(await readFile(file, 'utf8')));
  });

  it('a damaged file is refused with the reason', async () => {
    const file = join(directory, 'damaged.ndjson');
    await writeFile(file, 'what is this\n');
    const ran = await at('import', file, '--tenant', 'copy');
    expect(ran).toMatchObject({ code: 1, out: '' });
    expect(ran.err).toMatch(/^IMPORT_INVALID: .+\n.*trace id [0-9a-f]{32}\n$/s);
  });

  it('an API that does not answer is named, and no file is left', async () => {
    const file = join(directory, 'none.ndjson');
    const ran = await run('export', '--url', 'http://127.0.0.1:1', '-o', file);
    expect(ran).toMatchObject({ code: 1, out: '' });
    expect(ran.err).toContain('The API at http://127.0.0.1:1 did not answer');
    expect(await readdir(directory)).not.toContain('none.ndjson.partial');
  });

  it('verify finds every chain whole, until a record is changed', async () => {
    await waitFor(async () => (await verify()).chains.some(({ records }) => records >= MEMORIES), {
      timeoutMs: 10_000,
      what: () => 'the records to be sealed',
    });
    await database.asOwner(
      `update audit_log set record = jsonb_set(record, '{actor}', '"mallory"')
        where tenant_id = 'acme' and stream = 'operations' and seq = 3`,
    );
    const ran = await run('audit', 'verify', '--all');
    expect(ran.code).toBe(3);
    expect(ran.out).toMatch(/^BROKEN acme operations: record 3 \([0-9a-f-]+\) .*changed/m);
    expect(ran.out).toMatch(/BROKEN: 1 of \d+ chains\.\n$/);
  });

  async function verify(): Promise<{ ok: boolean; chains: { records: number }[] }> {
    const ran = await run('audit', 'verify', '--tenant', 'acme', '--json');
    return JSON.parse(ran.out) as { ok: boolean; chains: { records: number }[] };
  }
});
