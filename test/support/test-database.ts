import { randomBytes } from 'node:crypto';
import { Database, runMigrations } from '@somabrain/database';
import { createLogger, type Logger } from '@somabrain/kernel';
import { Client } from 'pg';
import { migrations } from '../../migrations';

/** A database of its own for one suite, on the server of the run, with the schema in place. */
export class TestDatabase {
  readonly database: Database;

  private constructor(
    /** Of the owner. */
    readonly dsn: string,
    private readonly name: string,
  ) {
    this.database = new Database({ dsn, poolSize: 10 }, quietLogger());
  }

  static async create(options: { migrated: boolean } = { migrated: true }): Promise<TestDatabase> {
    const name = `test_${randomBytes(8).toString('hex')}`;
    await asOwner(serverDsn(), (client) => client.query(`create database ${name}`));
    const dsn = withDatabase(serverDsn(), name);
    if (options.migrated) await runMigrations(dsn, migrations);
    return new TestDatabase(dsn, name);
  }

  /** Runs one statement as the owner, who sees every tenant. */
  async asOwner<Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> {
    return asOwner(this.dsn, async (client) => (await client.query<Row>(text, values)).rows);
  }

  async drop(): Promise<void> {
    await this.database.close();
    await asOwner(serverDsn(), (client) => client.query(`drop database ${this.name} with (force)`));
  }
}

/** The server that global-setup.mjs started, or the one the run was given. */
export function serverDsn(): string {
  const dsn = process.env.SOMABRAIN_TEST_POSTGRES_DSN;
  if (!dsn) throw new Error('SOMABRAIN_TEST_POSTGRES_DSN is not set: run the suites with npm test');
  return dsn;
}

/** Runs `work` on a connection of its own. */
export async function asOwner<T>(dsn: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: dsn });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** A logger whose lines nobody reads. */
export function quietLogger(): Logger {
  return createLogger('FATAL', { write: () => undefined });
}

function withDatabase(dsn: string, name: string): string {
  const url = new URL(dsn);
  url.pathname = `/${name}`;
  return url.href;
}
