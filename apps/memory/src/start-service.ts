import type { Configuration } from '@somabrain/config';
import { requireBackends, type RunningService, startHttpService, storageBackends } from '@somabrain/runtime';
import type { Logger } from '@somabrain/kernel';
import { StorageModule } from '@somabrain/memory';
import { migrations } from '../../../migrations';
import { createApplication } from './create-application';

const VARIABLES = { host: 'SOMABRAIN_MEMORY_HOST', port: 'SOMABRAIN_MEMORY_PORT' };

/**
 * Prepares the database and listens. Memories are kept in this process, whatever SOMABRAIN_MEMORY_HTTP_ENDPOINT says: it is for those who ask.
 * @throws ConfigurationError, ServiceError, EmbeddedPostgresError, Error with a sentence for the operator; nothing is left running then
 */
export async function startService(configuration: Configuration, logger: Logger): Promise<RunningService> {
  await requireBackends(configuration, logger, () => storageBackends(configuration, logger));
  return startHttpService(configuration, logger, {
    address: { ...configuration.memory.listen, variables: VARIABLES },
    migrations,
    create: ({ dsn, dataDirectory }) => {
      const database = { dsn, poolSize: configuration.postgres.poolSize };
      const storage = StorageModule.forRoot(database, {
        embedded: dataDirectory !== null,
        remoteMemory: null,
        sessions: null,
      });
      return createApplication({ configuration, logger, storage });
    },
  });
}
