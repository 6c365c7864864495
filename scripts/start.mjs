import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { builtApp, ensureBuild, ensureDependencies, ensureNode, exitOnSetupError } from './setup.mjs';

const NOTES = `The first start installs the packages and builds the services; later ones do so only after a change.
All variables are described in docs/configuration.md.`;

const HELP = {
  api: `Usage: npm start

Starts SomaBrain on http://127.0.0.1:9696 with an embedded Postgres whose data lies in ./data.

It is configured by environment variables, for example
  SOMABRAIN_PORT=8080 npm start
  SOMABRAIN_POSTGRES_DSN=postgresql://user:password@host:5432/database npm start

${NOTES}`,
  memory: `Usage: npm run start:memory

Starts the memory service on http://127.0.0.1:9595: long-term memory in a process of its own. An API asks it where
SOMABRAIN_MEMORY_HTTP_ENDPOINT is set; both use one database and one token, for example
  SOMABRAIN_POSTGRES_DSN=… SOMABRAIN_MEMORY_HTTP_TOKEN=… npm run start:memory

${NOTES}`,
  cognition: `Usage: npm run start:cognition

Starts workers of the cognitive loop, which take what is remembered and recalled from Kafka: all of them, or one role, for example
  ENABLE_COG_THREADS=1 SOMABRAIN_COGNITION_ROLE=integrator SOMABRAIN_POSTGRES_DSN=… SOMABRAIN_KAFKA_URL=… npm run start:cognition
Without Kafka the API runs the loop itself: ENABLE_COG_THREADS=1 npm start.

${NOTES}`,
};

const app = Object.hasOwn(HELP, process.argv[2] ?? '') ? process.argv[2] : 'api';

if (process.argv.includes('--help')) {
  console.log(HELP[app]);
} else {
  await exitOnSetupError(() => {
    ensureNode();
    ensureDependencies();
    ensureBuild();
  });
  // In this process, so that signals and the exit code are the service's own.
  await import(pathToFileURL(join(builtApp(app), 'main.js')).href);
}
