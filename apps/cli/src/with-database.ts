import type { Configuration } from '@somabrain/config';
import { Database, EmbeddedPostgres } from '@somabrain/database';
import { createLogger } from '@somabrain/kernel';
import type { Output } from './output';

/** A database that answers. */
export interface OpenDatabase {
  /** Connection URL of the tables' owner. */
  readonly ownerDsn: string;
  /** As the service sees it: under row-level security. */
  readonly database: Database;
}

const POOL_SIZE = 4;

/**
 * Works on the configured database. An embedded one that does not run is started for it, and one that does is left as it is.
 * @throws EmbeddedPostgresError
 */
export async function withDatabase<T>(
  { postgres }: Configuration,
  output: Output,
  work: (open: OpenDatabase) => Promise<T>,
): Promise<T> {
  const { server } = postgres;
  if (server.kind === 'external') return opened(server.dsn.reveal(), server.migrationDsn.reveal(), work);
  const running = await EmbeddedPostgres.findRunning(server.dataDirectory);
  if (running) return opened(running, running, work);
  output.notice(`The embedded Postgres in ${server.dataDirectory} does not run; it is started for this.`);
  const started = await EmbeddedPostgres.start({
    dataDirectory: server.dataDirectory,
    notice: (sentence) => {
      output.notice(sentence);
    },
  });
  try {
    return await opened(started.connectionString, started.connectionString, work);
  } finally {
    await started.stop();
  }
}

async function opened<T>(
  dsn: string,
  ownerDsn: string,
  work: (open: OpenDatabase) => Promise<T>,
): Promise<T> {
  const logger = createLogger('FATAL');
  const database = new Database({ dsn, poolSize: POOL_SIZE }, logger);
  try {
    return await work({ ownerDsn, database });
  } finally {
    await database.close();
  }
}
