import { randomBytes } from 'node:crypto';
import { Database, runMigrations } from '@somabrain/database';
import { createLogger, type Logger } from '@somabrain/kernel';
import { Client } from 'pg';
import { migrations } from '../../migrations';

const TEMPLATE = 'migrated_template';
/** "tmpl" in ASCII. */
const TEMPLATE_LOCK = 0x746d706c;

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
    const name = newName();
    const dsn = withDatabase(serverDsn(), name);
    if (options.migrated && isServerOfRun()) {
      const template = await migratedTemplate();
      await asOwner(serverDsn(), (client) => client.query(`create database ${name} template ${template}`));
    } else {
      await asOwner(serverDsn(), (client) => client.query(`create database ${name}`));
      if (options.migrated) await runMigrations(dsn, migrations);
    }
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

/** Whether the server ends with the run: what is left on it is nobody's trouble. */
function isServerOfRun(): boolean {
  return process.env.SOMABRAIN_TEST_SERVER_OF_RUN === '1';
}

/** The name of a database with the schema in place and no rows, to copy. The first suite that wants it makes it. */
function migratedTemplate(): Promise<string> {
  return asOwner(serverDsn(), async (client) => {
    await client.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK]); // until the connection ends
    const { rows } = await client.query('select from pg_database where datname = $1', [TEMPLATE]);
    if (rows.length > 0) return TEMPLATE;
    const name = newName();
    await client.query(`create database ${name}`);
    await runMigrations(withDatabase(serverDsn(), name), migrations);
    await client.query(`alter database ${name} rename to ${TEMPLATE}`);
    return TEMPLATE;
  });
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

function newName(): string {
  return `test_${randomBytes(8).toString('hex')}`;
}

function withDatabase(dsn: string, name: string): string {
  const url = new URL(dsn);
  url.pathname = `/${name}`;
  return url.href;
}
