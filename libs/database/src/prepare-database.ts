import { type Configuration, ConfigurationError } from '@somabrain/config';
import { BackendFault, type Logger, ServiceError } from '@somabrain/kernel';
import { EmbeddedPostgres } from './embedded/embedded-postgres';
import { postgresFault } from './postgres-fault';
import { UnmigratedDatabase } from './unmigrated-database';
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
 * @throws EmbeddedPostgresError, UnmigratedDatabase, ServiceError; ConfigurationError where the database refuses the credentials
 */
export async function prepareDatabase(
  { postgres }: Configuration,
  schema: Migrations,
  logger: Logger,
): Promise<PreparedDatabase> {
  const { server } = postgres;
  if (server.kind === 'external') {
    const dsn = server.dsn.reveal();
    if (postgres.autoMigrate) await migrate(server.migrationDsn.reveal(), schema, logger);
    // As the user it goes on to work with: a service needs no credentials of the owner.
    else await assertMigrated(dsn, schema);
    return { dsn, dataDirectory: null, release: () => Promise.resolve() };
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
    if (postgres.autoMigrate) await migrate(embedded.connectionString, schema, logger);
    else await assertMigrated(embedded.connectionString, schema);
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

/** SQLSTATE of a right that is missing. */
const INSUFFICIENT_PRIVILEGE = '42501';

async function migrate(ownerDsn: string, migrations: Migrations, logger: Logger): Promise<void> {
  try {
    const { applied } = await runMigrations(ownerDsn, migrations);
    if (applied.length > 0) logger.info({ applied }, 'the database was migrated');
  } catch (error) {
    const advice = isForbidden(error)
      ? 'Let SOMABRAIN_POSTGRES_MIGRATION_DSN name the owner of the tables, or run somabrain migrate as the owner and set SOMABRAIN_AUTO_MIGRATE=0.'
      : 'Check SOMABRAIN_POSTGRES_DSN and SOMABRAIN_POSTGRES_MIGRATION_DSN.';
    throw startProblem('migrated', error, advice);
  }
}

async function assertMigrated(dsn: string, migrations: Migrations): Promise<void> {
  let pending: string[];
  try {
    pending = await pendingMigrations(dsn, migrations);
  } catch (error) {
    const advice = isForbidden(error)
      ? 'Its schema is older than this release, or the user is no member of somabrain_service. Run scripts/migrate_db.sh, or somabrain migrate, as the owner of the tables; deploy/postgres/create-users.sh makes the users.'
      : 'Check SOMABRAIN_POSTGRES_DSN.';
    throw startProblem('prepared', error, advice);
  }
  if (pending.length > 0) throw new UnmigratedDatabase(pending);
}

/** What the operator is told. Refused credentials are a matter of configuration: starting again does not help. */
function startProblem(step: 'migrated' | 'prepared', error: unknown, advice: string): Error {
  const fault = postgresFault(error);
  if (!isForbidden(error) && fault instanceof BackendFault && fault.kind === 'credentials') {
    const wrong = `the database does not let this process in: ${fault.message}`;
    const remedy = 'see SOMABRAIN_POSTGRES_MIGRATION_DSN, too, where it is set';
    return new ConfigurationError([{ variable: 'SOMABRAIN_POSTGRES_DSN', wrong, remedy }]);
  }
  const reason = error instanceof Error && error.message ? error.message : String(error);
  return new ServiceError(`The database could not be ${step}: ${reason}. ${advice}`, { cause: error });
}

function isForbidden(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === INSUFFICIENT_PRIVILEGE;
}
