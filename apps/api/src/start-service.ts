import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Configuration } from '@somabrain/config';
import { assertServiceRole, Database } from '@somabrain/database';
import type { Logger } from '@somabrain/kernel';
import { listen, stopper } from '@somabrain/http';
import { createApplication } from './create-application';
import { prepareDatabase } from './prepare-database';
import { StorageModule } from './storage.module';

const VARIABLES = { host: 'SOMABRAIN_HOST', port: 'SOMABRAIN_PORT' };

export interface RunningService {
  readonly url: string;
  /** Where the embedded Postgres keeps its data, if it is used. */
  readonly dataDirectory: string | null;
  /** Answers what is under way, takes nothing new, then closes the pool and stops the embedded Postgres. */
  stop(): Promise<void>;
}

/**
 * Prepares the database and listens.
 * @throws ServiceError, EmbeddedPostgresError, Error with a sentence for the operator; nothing is left running then
 */
export async function startService(configuration: Configuration, logger: Logger): Promise<RunningService> {
  const database = await prepareDatabase(configuration, logger);
  let app: NestExpressApplication | undefined;
  try {
    const settings = { dsn: database.dsn, poolSize: configuration.postgres.poolSize };
    const storage = StorageModule.forRoot(settings, database.dataDirectory !== null);
    app = await createApplication({ configuration, logger, storage });
    await assertServiceRole(app.get(Database, { strict: false }));
    const url = await listen(app, { ...configuration.http, variables: VARIABLES });
    return { url, dataDirectory: database.dataDirectory, stop: stopper(app, () => database.release()) };
  } catch (error) {
    await app?.close();
    await database.release();
    throw error;
  }
}
