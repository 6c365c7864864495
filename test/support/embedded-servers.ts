import { EventEmitter, once } from 'node:events';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { EmbeddedPostgres } from '@somabrain/database';
import { Client } from 'pg';

/** The embedded Postgres servers of one test, all below one temporary directory, none of which outlives it. */
export class EmbeddedServers {
  readonly notices: string[] = [];
  readonly alarms: string[] = [];
  private readonly started: EmbeddedPostgres[] = [];
  private readonly news = new EventEmitter();

  private constructor(readonly directory: string) {}

  static async create(): Promise<EmbeddedServers> {
    const directory = await mkdtemp(join(tmpdir(), 'somabrain-'));
    // As root the server has an account of its own, which must be able to enter.
    await chmod(directory, 0o755);
    return new EmbeddedServers(directory);
  }

  async start(dataDirectory = this.directory): Promise<EmbeddedPostgres> {
    const notice = (sentence: string) => {
      this.notices.push(sentence);
      this.news.emit(sentence);
    };
    const alarm = (sentence: string) => {
      this.alarms.push(sentence);
    };
    const postgres = await EmbeddedPostgres.start({ dataDirectory, notice, alarm });
    this.started.push(postgres);
    return postgres;
  }

  /** Resolves at the next notice with these words. */
  async noticed(sentence: string): Promise<void> {
    await once(this.news, sentence);
  }

  async stopAll(): Promise<void> {
    for (const postgres of this.started) await postgres.stop();
  }

  async dispose(): Promise<void> {
    await this.stopAll();
    for (const { dataDirectory } of this.started) await rm(dataDirectory, { recursive: true, force: true });
    await rm(this.directory, { recursive: true, force: true });
  }
}

/** The process id of the server, as it says itself. */
export async function serverPid(dataDirectory: string): Promise<number> {
  return parseInt(await readFile(join(dataDirectory, 'data', 'postmaster.pid'), 'utf8'), 10);
}

/** Whether a process with this id exists. */
export function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Resolves when no process has this id; one that is not our child stays until its parent has noticed its end. */
export async function gone(pid: number): Promise<void> {
  while (isRunning(pid)) await setImmediate();
}

/** Runs one statement in a session of its own. */
export async function query<Row extends object>(connectionString: string, text: string): Promise<Row[]> {
  const client = new Client({ connectionString });
  try {
    await client.connect();
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
}
