import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PROJECT } from '../support/run-program';
import { ServiceProcess } from '../support/service-process';
import { asOwner } from '../support/test-database';
import { benchOptions, required } from './bench-options';
import { readWords, seededRandom, textMaker } from './perf/texts';

const USAGE = `SOMABRAIN_POSTGRES_DSN=… npm run bench:backup -- [--memories 10000,100000]

Writes memories of 20 words to a service with a database of its own on that server, backs it up, verifies the backup and drills a restore. The user
must be allowed to create databases and roles.`;

const WORDS = 20;
const BATCH = 1_000;

async function main(): Promise<void> {
  const values = benchOptions(USAGE, {
    memories: { type: 'string', default: '10000,100000' },
  });
  const server = required(process.env.SOMABRAIN_POSTGRES_DSN, USAGE);
  console.log('| Memories | Database | Backup | made in | verified in | time to restore |');
  console.log('|---:|---:|---:|---:|---:|---:|');
  for (const memories of values.memories.split(',').map(Number)) console.log(await row(server, memories));
}

/** A row of the table. */
async function row(server: string, memories: number): Promise<string> {
  const name = `bench_backup_${randomBytes(6).toString('hex')}`;
  const dsn = Object.assign(new URL(server), { pathname: `/${name}` }).href;
  const backups = await mkdtemp(join(tmpdir(), 'somabrain-bench-'));
  await asOwner(server, (client) => client.query(`create database ${name}`));
  const service = await ServiceProcess.start({ SOMABRAIN_POSTGRES_DSN: dsn });
  try {
    await fill(service, memories);
    const script = (program: string) =>
      timed(program, { SOMABRAIN_POSTGRES_DSN: dsn, BACKUP_DIR: backups, DRILL_URL: service.url });
    const backup = await script('backup-somabrain.sh');
    const verification = await script('verify-backup.sh');
    const drill = await script('test-restore.sh');
    const size = await asOwner(dsn, async (client) => {
      const { rows } = await client.query<{ size: string }>(
        'select pg_size_pretty(pg_database_size(current_database())) as size',
      );
      return rows[0]?.size;
    });
    const saved = /\((\S+)\)/.exec(backup.err)?.[1];
    const restored = /time to restore +(\S+) s/.exec(drill.out)?.[1];
    const figures = [
      memories,
      size,
      saved,
      `${backup.seconds} s`,
      `${verification.seconds} s`,
      `${restored} s`,
    ];
    return `| ${figures.join(' | ')} |`;
  } finally {
    await service.stop();
    await rm(backups, { recursive: true });
    await asOwner(server, (client) => client.query(`drop database ${name} with (force)`));
  }
}

async function fill(service: ServiceProcess, memories: number): Promise<void> {
  const text = textMaker(readWords(), WORDS, seededRandom(1));
  for (let first = 0; first < memories; first += BATCH) {
    const body = JSON.stringify({ memories: Array.from({ length: BATCH }, () => ({ content: text() })) });
    const headers = { 'Content-Type': 'application/json' };
    const response = await fetch(`${service.url}/remember/batch`, { method: 'POST', headers, body });
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  }
}

/** Runs a script. @throws where it fails, with what it said */
async function timed(
  program: string,
  env: Readonly<Record<string, string>>,
): Promise<{ seconds: string; out: string; err: string }> {
  const start = performance.now();
  const { stdout, stderr } = await promisify(execFile)(join(PROJECT, 'scripts', program), {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
  });
  return { seconds: ((performance.now() - start) / 1000).toFixed(1), out: stdout, err: stderr };
}

void main();
