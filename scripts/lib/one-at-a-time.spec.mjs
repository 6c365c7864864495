import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Appends two lines, with a while between them. */
const WORK = `
  const { oneAtATime } = await import(process.argv[1]);
  const { appendFileSync } = await import('node:fs');
  oneAtATime(process.argv[2], () => {
    appendFileSync(process.argv[3], process.pid + ' begins\\n');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
    appendFileSync(process.argv[3], process.pid + ' ends\\n');
  });`;

describe('work that one process does at a time', () => {
  let directory;
  let log;
  let args;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'somabrain-lock-'));
    log = join(directory, 'log');
    const module = join(process.cwd(), 'scripts/lib/one-at-a-time.mjs');
    args = ['--input-type=module', '-e', WORK, module, join(directory, 'lock'), log];
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  const lines = () => readFileSync(log, 'utf8').trimEnd().split('\n');

  it('is done by each, and never by two at once', async () => {
    const workers = Array.from({ length: 5 }, () => spawn(process.execPath, args, { stdio: 'inherit' }));
    const codes = await Promise.all(workers.map(async (worker) => (await once(worker, 'exit'))[0]));
    expect(codes).toEqual([0, 0, 0, 0, 0]);
    expect(lines()).toHaveLength(10);
    for (let index = 0; index < 10; index += 2) {
      const [id] = lines()[index].split(' ');
      expect(lines().slice(index, index + 2)).toEqual([`${id} begins`, `${id} ends`]);
    }
    expect(existsSync(join(directory, 'lock'))).toBe(false);
  });

  it('goes on where a process was killed over it', () => {
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    writeFileSync(join(directory, 'lock'), String(pid));
    expect(spawnSync(process.execPath, args, { stdio: 'inherit' }).status).toBe(0);
    expect(lines()).toHaveLength(2);
  });
});
