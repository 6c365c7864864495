import { SessionHitsModule } from '@somabrain/cognition';
import type { Configuration } from '@somabrain/config';
import { requireBackends, type RunningService, startHttpService } from '@somabrain/runtime';
import type { Logger } from '@somabrain/kernel';
import { StorageModule } from '@somabrain/memory';
import { migrations } from '../../../migrations';
import { requireClosedPolicy } from './closed-policy';
import { createApplication } from './create-application';
import { fullStack } from './full-stack';

const VARIABLES = { host: 'SOMABRAIN_HOST', port: 'SOMABRAIN_PORT' };

/**
 * Prepares the database and listens.
 * @throws ConfigurationError, ServiceError, EmbeddedPostgresError, Error with a sentence for the operator; nothing is left running then
 */
export async function startService(configuration: Configuration, logger: Logger): Promise<RunningService> {
  await requireBackends(configuration, logger, () => fullStack(configuration, logger));
  await requireClosedPolicy(configuration);
  return startHttpService(configuration, logger, {
    address: { ...configuration.http, variables: VARIABLES },
    migrations,
    create: ({ dsn, dataDirectory }) => {
      const database = { dsn, poolSize: configuration.postgres.poolSize };
      const storage = StorageModule.forRoot(database, {
        embedded: dataDirectory !== null,
        remoteMemory: configuration.memory.remote,
        sessions: SessionHitsModule,
      });
      return createApplication({ configuration, logger, storage });
    },
  });
}
