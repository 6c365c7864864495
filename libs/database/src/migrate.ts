import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import type { DataSource, Logger, MigrationInterface, MixedList } from 'typeorm';

/** What `runMigrations` did. */
export interface MigrationReport {
  readonly applied: readonly string[];
}

type Migration = new () => MigrationInterface;
/** The steps that make the schema, the oldest first. */
export type Migrations = readonly Migration[];

/** One key for every process: whoever comes second finds the work done. */
const MIGRATION_LOCK = 0x536f6d61;
/**
 * Whatever waits for a table's lock lets nobody pass, so it must not wait for long behind a dump or a long query: the services'
 * statements would run into their time limit.
 */
const LOCK_TIMEOUT_MS = 2_000;
const LOCK_PAUSE_MS = 1_000;
const LOCK_POLL_MS = 100;
const LOCK_ATTEMPTS = 200;
const LOCK_NOT_AVAILABLE = '55P03';

/**
 * Brings the schema up to the newest migration. Safe to run from several processes at once, and beside services at work: a migration
 * that does not get its locks at once is tried again for ten minutes.
 * @param dsn of the owner of the schema
 */
export async function runMigrations(dsn: string, migrations: Migrations): Promise<MigrationReport> {
  if ((await pendingMigrations(dsn, migrations)).length === 0) return { applied: [] };
  return withDataSource(dsn, migrations, async (source) => {
    await waitForOthers(source);
    const pending = await pendingMigrations(dsn, migrations);
    await source.query(`set lock_timeout = ${LOCK_TIMEOUT_MS}`);
    for (let attempt = 1; ; attempt += 1) {
      try {
        await source.runMigrations({ transaction: 'each' });
        return { applied: pending };
      } catch (error) {
        if (!isLockTimeout(error) || attempt === LOCK_ATTEMPTS) throw error;
        await pause(LOCK_PAUSE_MS);
      }
    }
  });
}

function isLockTimeout(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === LOCK_NOT_AVAILABLE;
}

/**
 * Takes the lock of those who migrate, as long as that takes. It goes with the session. It is asked for again and again: a statement that waits
 * for it has a snapshot, and an index that whoever holds the lock builds concurrently would wait for that.
 */
async function waitForOthers(source: DataSource): Promise<void> {
  const take = 'select pg_try_advisory_lock($1) as taken';
  while (!(await source.query<{ taken: boolean }[]>(take, [MIGRATION_LOCK]))[0]?.taken)
    await pause(LOCK_POLL_MS);
}

/** Writes down that all migrations were applied, without applying any. @returns their names */
export async function recordMigrations(dsn: string, migrations: Migrations): Promise<string[]> {
  return withDataSource(dsn, migrations, async (source) => {
    await waitForOthers(source);
    const pending = await pendingMigrations(dsn, migrations);
    await source.runMigrations({ transaction: 'each', fake: true });
    // The table of the record is new, so that what a migration granted on it has to be granted again.
    await source.query('grant select on migrations to somabrain_service, somabrain_maintenance');
    return pending;
  });
}

/** Takes back the newest migrations. @param count how many */
export async function revertMigrations(dsn: string, migrations: Migrations, count: number): Promise<void> {
  await withDataSource(dsn, migrations, async (source) => {
    await waitForOthers(source);
    for (let left = count; left > 0; left -= 1) await source.undoLastMigration({ transaction: 'each' });
  });
}

/**
 * The names of migrations that the database has not seen. Cheap: asked at every start.
 * @param dsn of the owner of the schema, or of a user that is a member of `somabrain_service`
 */
export async function pendingMigrations(dsn: string, migrations: Migrations): Promise<string[]> {
  const client = new Client({ connectionString: dsn });
  await client.connect();
  try {
    const known = await client.query<{ found: boolean }>(
      `select to_regclass('migrations') is not null as found`,
    );
    const rows = known.rows[0]?.found
      ? (await client.query<{ name: string }>('select name from migrations')).rows
      : [];
    const applied = new Set(rows.map((row) => row.name));
    return migrations.map((migration) => migration.name).filter((name) => !applied.has(name));
  } finally {
    await client.end();
  }
}

const nothing = (): void => undefined;
const SILENT: Logger = {
  logQuery: nothing,
  logQueryError: nothing,
  logQuerySlow: nothing,
  logSchemaBuild: nothing,
  logMigration: nothing,
  log: nothing,
};

async function withDataSource<T>(
  dsn: string,
  migrations: Migrations,
  work: (source: DataSource) => Promise<T>,
): Promise<T> {
  // Loaded when there is work for it: it takes a quarter of a second, and most starts have none.
  const { DataSource } = await import('typeorm');
  const source = new DataSource({
    type: 'postgres',
    url: dsn,
    migrations: [...migrations] as MixedList<Migration>,
    // It would print failures that are tried again; the last one is thrown.
    logger: SILENT,
    // One connection, so that the advisory lock is held by the session that migrates.
    extra: { max: 1 },
  });
  await source.initialize();
  try {
    return await work(source);
  } finally {
    await source.destroy();
  }
}
