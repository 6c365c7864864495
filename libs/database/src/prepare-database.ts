import type { Configuration } from '@somabrain/config';
import { type Logger, ServiceError } from '@somabrain/kernel';
import { EmbeddedPostgres } from './embedded/embedded-postgres';
import { type Migrations, pendingMigrations, runMigrations } from './migrate';

/** A Postgres that answers and has the schema. */
export interface PreparedDatabase {
  readonly dsn: string;
  /** Where the data lies, if the server is ours. */
  readonly dataDirectory: string | null;
  /** Stops the server if it is ours. */
  release(): Promise<void>;
}

/**
 * Starts the embedded Postgres where none is configured, and brings the schema up.
 * @param schema the migrations, in their order
 * @throws EmbeddedPostgresError, ServiceError
 */
export async function prepareDatabase(
  { postgres }: Configuration,
  schema: Migrations,
  logger: Logger,
): Promise<PreparedDatabase> {
  const { server } = postgres;
  if (server.kind === 'external') {
    await bringSchemaUp(server.migrationDsn.reveal(), schema, postgres.autoMigrate, logger);
    return { dsn: server.dsn.reveal(), dataDirectory: null, release: () => Promise.resolve() };
  }
  const embedded = await EmbeddedPostgres.start({
    dataDirectory: server.dataDirectory,
    notice: (sentence) => {
      logger.warn({}, sentence);
    },
    alarm: (sentence) => {
      logger.error({}, sentence);
    },
  });
  try {
    await bringSchemaUp(embedded.connectionString, schema, postgres.autoMigrate, logger);
  } catch (error) {
    await embedded.stop();
    throw error;
  }
  return {
    dsn: embedded.connectionString,
    dataDirectory: embedded.dataDirectory,
    release: () => embedded.stop(),
  };
}

async function bringSchemaUp(
  ownerDsn: string,
  migrations: Migrations,
  autoMigrate: boolean,
  logger: Logger,
): Promise<void> {
  try {
    if (autoMigrate) {
      const { applied } = await runMigrations(ownerDsn, migrations);
      if (applied.length > 0) logger.info({ applied }, 'the database was migrated');
      return;
    }
    const pending = await pendingMigrations(ownerDsn, migrations);
    if (pending.length === 0) return;
    throw new ServiceError(
      `The database lacks ${pending.length} migrations, ${pending.join(', ')}. Run scripts/migrate_db.sh, or somabrain migrate, to apply them.`,
    );
  } catch (error) {
    if (error instanceof ServiceError) throw error;
    const reason = error instanceof Error && error.message ? error.message : String(error);
    throw new ServiceError(`The database could not be prepared: ${reason}. Check SOMABRAIN_POSTGRES_DSN.`, {
      cause: error,
    });
  }
}
