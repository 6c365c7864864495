import { newId } from '@somabrain/kernel';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RunningApi } from '../e2e/support/running-api';
import { backendUrl } from '../stack/backends';
import { createTopics } from '../stack/kafka';
import { outputOf, type ProgramRun, PROJECT, runProgram } from '../support/run-program';
import { ServiceProcess } from '../support/service-process';
import { asOwner, serverDsn } from '../support/test-database';

/** A service on a database whose owner is no superuser, a directory for its backups, and the keys that these are signed with. */
export class BackedUpService {
  private constructor(
    readonly dsn: string,
    readonly password: string,
    readonly backups: string,
    readonly keys: string,
    readonly api: RunningApi,
    private readonly process: ServiceProcess,
    private readonly name: string,
  ) {}

  static async start(): Promise<BackedUpService> {
    const name = `backup_${randomBytes(8).toString('hex')}`;
    const password = randomBytes(16).toString('hex');
    await createTopics();
    await asOwner(serverDsn(), async (client) => {
      for (const role of ['somabrain_service', 'somabrain_maintenance'])
        await client.query(
          `do $$ begin create role ${role} nologin; exception when duplicate_object then null; end $$`,
        );
      await client.query(`create role ${name} login createdb password '${password}'`);
      await client.query(`grant somabrain_service, somabrain_maintenance to ${name}`);
      await client.query(`create database ${name} owner ${name}`);
    });
    const dsn = Object.assign(new URL(serverDsn()), { username: name, password, pathname: `/${name}` }).href;
    const backups = await mkdtemp(join(tmpdir(), 'somabrain-backups-'));
    const keys = await mkdtemp(join(tmpdir(), 'somabrain-keys-'));
    await outputOf(join(PROJECT, 'scripts/make-backup-key.sh'), [keys]);
    const process = await ServiceProcess.start({
      SOMABRAIN_POSTGRES_DSN: dsn,
      SOMABRAIN_REDIS_URL: backendUrl('REDIS_URL'),
    });
    const api = new RunningApi(process.url, [], () => Promise.resolve());
    return new BackedUpService(dsn, password, backups, keys, api, process, name);
  }

  async stop(): Promise<void> {
    await this.process.stop();
    for (const directory of [this.backups, this.keys]) await rm(directory, { recursive: true });
    await asOwner(serverDsn(), async (client) => {
      await client.query(`drop database ${this.name} with (force)`);
      await client.query(`drop role ${this.name}`);
    });
  }

  /** Runs one of the scripts for this service. */
  script(name: string, args: readonly string[] = [], env: Record<string, string> = {}): Promise<ProgramRun> {
    return runProgram(join(PROJECT, 'scripts', name), args, {
      env: {
        SOMABRAIN_POSTGRES_DSN: this.dsn,
        SOMABRAIN_REDIS_URL: backendUrl('REDIS_URL'),
        SOMABRAIN_KAFKA_URL: backendUrl('KAFKA_BROKERS'),
        BACKUP_DIR: this.backups,
        BACKUP_SIGNING_KEY_FILE: join(this.keys, 'backup-signing.pem'),
        ...env,
      },
    });
  }

  /** Makes a backup. @returns its directory */
  async backUp(env: Record<string, string> = {}): Promise<string> {
    const { code, out, err } = await this.script('backup-somabrain.sh', [], env);
    if (code !== 0) throw new Error(err);
    return out.trim();
  }

  /** The databases of the server that tests of backups have left. */
  async scratchDatabases(): Promise<string[]> {
    const rows = await asOwner(serverDsn(), async (client) => {
      const text = `select datname from pg_database d join pg_roles r on r.oid = d.datdba where r.rolname = $1 and datname <> $1`;
      return (await client.query<{ datname: string }>(text, [this.name])).rows;
    });
    return rows.map(({ datname }) => datname);
  }
}

/** Writes to a tenant, several at once, until it is stopped. */
export class WriteLoad {
  /** Ids of what was acknowledged, in that order. */
  readonly acknowledged: string[] = [];
  private stopped = false;
  private readonly writers: Promise<void>[];

  constructor(
    private readonly api: RunningApi,
    private readonly tenant: string,
    writers: number,
  ) {
    this.writers = Array.from({ length: writers }, () => this.write());
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.all(this.writers);
  }

  private async write(): Promise<void> {
    while (!this.stopped) {
      const body = { content: `Load ${newId()} of ${this.tenant}` };
      const answer = await this.api.post('/remember', body, { 'X-Tenant-ID': this.tenant });
      if (answer.status !== 201) throw new Error(answer.text);
      this.acknowledged.push(answer.json<{ id: string }>().id);
    }
  }
}
