import { type Configuration, ConfigurationError } from '@somabrain/config';
import { type RunningService, startHttpService } from '@somabrain/http';
import type { Logger } from '@somabrain/kernel';
import { StorageModule } from '@somabrain/memory';
import { isIP } from 'node:net';
import { migrations } from '../../../migrations';
import { createApplication } from './create-application';

const VARIABLES = { host: 'SOMABRAIN_MEMORY_HOST', port: 'SOMABRAIN_MEMORY_PORT' };

/**
 * Prepares the database and listens. Memories are kept in this process, whatever SOMABRAIN_MEMORY_HTTP_ENDPOINT says: it is for those who ask.
 * @throws ConfigurationError without a token where one is needed; ServiceError, EmbeddedPostgresError, Error with a sentence for the
 * operator; nothing is left running then
 */
export async function startService(configuration: Configuration, logger: Logger): Promise<RunningService> {
  requireToken(configuration);
  return startHttpService(configuration, logger, {
    address: { ...configuration.memory.listen, variables: VARIABLES },
    migrations,
    create: ({ dsn, dataDirectory }) => {
      const database = { dsn, poolSize: configuration.postgres.poolSize };
      const storage = StorageModule.forRoot(database, {
        embedded: dataDirectory !== null,
        remoteMemory: null,
      });
      return createApplication({ configuration, logger, storage });
    },
  });
}

/** Whoever reaches the service may read every tenant: only development on a loopback address does without a token. */
function requireToken({ mode, memory }: Configuration): void {
  const { host } = memory.listen;
  if (memory.token !== null || (mode === 'development' && isLoopback(host))) return;
  throw new ConfigurationError([
    {
      variable: 'SOMABRAIN_MEMORY_HTTP_TOKEN',
      wrong: `it is not set, and the memory service would listen on ${host} in mode ${mode}`,
      remedy: 'write a random text, such as `openssl rand -hex 32` prints, here and for the API',
    },
  ]);
}

function isLoopback(host: string): boolean {
  if (host === 'localhost' || host === '::1') return true;
  return isIP(host) === 4 && host.startsWith('127.');
}
