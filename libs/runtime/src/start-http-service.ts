import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Configuration } from '@somabrain/config';
import {
  assertServiceRole,
  Database,
  type Migrations,
  type PreparedDatabase,
  prepareDatabase,
} from '@somabrain/database';
import type { Logger } from '@somabrain/kernel';
import { listen, type ListenAddress, stopper } from './listen';

export interface RunningService {
  readonly url: string;
  /** Where the embedded Postgres keeps its data, if it is used. */
  readonly dataDirectory: string | null;
  /** Answers what is under way, takes nothing new, then closes the pool and stops the embedded Postgres. */
  stop(): Promise<void>;
}

/** What makes one HTTP service of several. */
export interface ServiceDefinition {
  readonly address: ListenAddress;
  readonly migrations: Migrations;
  /** Makes the application on a database that is ready. */
  readonly create: (database: PreparedDatabase) => Promise<NestExpressApplication>;
}

/**
 * Prepares the database and listens.
 * @throws ServiceError, EmbeddedPostgresError, Error with a sentence for the operator; nothing is left running then
 */
export async function startHttpService(
  configuration: Configuration,
  logger: Logger,
  { address, migrations, create }: ServiceDefinition,
): Promise<RunningService> {
  const database = await prepareDatabase(configuration, migrations, logger);
  let app: NestExpressApplication | undefined;
  try {
    app = await create(database);
    await assertServiceRole(app.get(Database, { strict: false }));
    const url = await listen(app, address);
    const delayMs = configuration.http.shutdownDelaySeconds * 1_000;
    const stop = stopper(app, delayMs, () => database.release());
    return { url, dataDirectory: database.dataDirectory, stop };
  } catch (error) {
    await app?.close();
    await database.release();
    throw error;
  }
}
