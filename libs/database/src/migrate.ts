import { Client } from 'pg';
import type { MixedList, MigrationInterface } from 'typeorm';

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
 * Brings the schema up to the newest migration. Safe to run from several processes at once.
 * @param dsn of the owner of the schema
 */
export async function runMigrations(dsn: string, migrations: Migrations): Promise<MigrationReport> {
  if ((await pendingMigrations(dsn, migrations)).length === 0) return { applied: [] };
  return withDataSource(dsn, migrations, async (source) => {
    await source.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const applied = await source.runMigrations({ transaction: 'each' });
    return { applied: applied.map((migration) => migration.name) };
  });
}

/** Takes back the newest migrations. @param count how many */
export async function revertMigrations(dsn: string, migrations: Migrations, count: number): Promise<void> {
  await withDataSource(dsn, migrations, async (source) => {
    await source.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    for (let left = count; left > 0; left -= 1) await source.undoLastMigration({ transaction: 'each' });
  });
}

/** The names of migrations that the database has not seen. Cheap: asked at every start. */
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

async function withDataSource<T>(
  dsn: string,
  migrations: Migrations,
  work: (source: import('typeorm').DataSource) => Promise<T>,
): Promise<T> {
  // Loaded when there is work for it: it takes a quarter of a second, and most starts have none.
  const { DataSource } = await import('typeorm');
  const source = new DataSource({
    type: 'postgres',
    url: dsn,
    migrations: [...migrations] as MixedList<Migration>,
    // One connection, so that the advisory lock is held by the session that migrates.
    extra: { max: 1, options: '-c lock_timeout=10s' },
  });
  await source.initialize();
  try {
    return await work(source);
  } finally {
    await source.destroy();
  }
}
