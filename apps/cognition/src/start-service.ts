import type { Configuration } from '@somabrain/config';
import { requireBackends, type RunningService, startHttpService, storageBackends } from '@somabrain/runtime';
import type { Logger } from '@somabrain/kernel';
import { requiredMemory, StorageModule } from '@somabrain/memory';
import { migrations } from '../../../migrations';
import { createApplication } from './create-application';

const VARIABLES = { host: 'SOMABRAIN_COGNITION_HOST', port: 'HEALTH_PORT' };

/**
 * Prepares the database, joins the groups of its workers and listens.
 * @throws ConfigurationError, ServiceError, Error with a sentence for the operator; nothing is left running then
 */
export async function startService(configuration: Configuration, logger: Logger): Promise<RunningService> {
  await requireBackends(configuration, logger, () => [
    ...storageBackends(configuration, logger),
    ...requiredMemory(configuration),
  ]);
  return startHttpService(configuration, logger, {
    address: { ...configuration.cognition.listen, variables: VARIABLES },
    migrations,
    create: ({ dsn, dataDirectory }) => {
      const database = { dsn, poolSize: configuration.postgres.poolSize };
      const storage = StorageModule.forRoot(database, {
        embedded: dataDirectory !== null,
        remoteMemory: configuration.memory.remote,
        sessions: null,
      });
      return createApplication({ configuration, logger, storage });
    },
  });
}
