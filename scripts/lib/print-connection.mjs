/**
 * Prints how a configured server is reached: NAME=value, a NUL after each. Secrets come this way to the environment of other
 * programs, never to a list of processes.
 *   print-connection.mjs postgres              for psql, pg_dump and pg_restore
 *   print-connection.mjs redis                 for redis-cli; nothing where there is no Redis
 *   print-connection.mjs kafka                 KAFKA_CONFIGURED=1; nothing where there is no Kafka
 *   print-connection.mjs somabrain DATABASE    for the services, with another database of the same server
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import {
  builtLibrary,
  ensureBuild,
  ensureDependencies,
  ensureNode,
  exitOnSetupError,
  SetupError,
} from '../setup.mjs';
import { postgresEnvironment, redisEnvironment, urlOfDatabase } from './connections.mjs';

const [, , purpose, database] = process.argv;

const PURPOSES = {
  postgres: (configuration) => postgresEnvironment(ownerDsn(configuration)),
  redis: ({ redis }) => (redis === null ? {} : redisEnvironment(redis.url.reveal())),
  kafka: ({ kafka }) => (kafka === null ? {} : { KAFKA_CONFIGURED: 1 }),
  somabrain: (configuration) => ({
    SOMABRAIN_POSTGRES_DSN: urlOfDatabase(ownerDsn(configuration), database),
  }),
};

await exitOnSetupError(() => {
  ensureNode();
  ensureDependencies();
  ensureBuild();
  for (const [name, value] of Object.entries(PURPOSES[purpose](readConfiguration()))) {
    process.stdout.write(`${name}=${value}\0`);
  }
});

function readConfiguration() {
  const { ConfigurationError, loadConfiguration } = createRequire(import.meta.url)(
    join(builtLibrary('config'), 'index.js'),
  );
  try {
    return loadConfiguration(process.env, { process: 'cli' }).configuration;
  } catch (error) {
    throw error instanceof ConfigurationError ? new SetupError(error.message) : error;
  }
}

function ownerDsn({ postgres }) {
  if (postgres.server.kind === 'external') return postgres.server.migrationDsn.reveal();
  throw new SetupError(
    'SOMABRAIN_POSTGRES_DSN is not set. The embedded Postgres is saved by a copy of its directory while it is stopped.',
  );
}
