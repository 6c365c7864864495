import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { builtApp, ensureBuild, ensureDependencies, ensureNode, exitOnSetupError } from './setup.mjs';

const HELP = `Usage: npm start

Starts SomaBrain on http://127.0.0.1:9696 with an embedded Postgres whose data lies in ./data.
The first start installs the packages and builds the service; later ones do so only after a change.

It is configured by environment variables, for example
  SOMABRAIN_PORT=8080 npm start
  SOMABRAIN_POSTGRES_DSN=postgresql://user:password@host:5432/database npm start
All of them are described in docs/configuration.md.`;

if (process.argv.includes('--help')) {
  console.log(HELP);
} else {
  await exitOnSetupError(() => {
    ensureNode();
    ensureDependencies();
    ensureBuild();
  });
  // In this process, so that signals and the exit code are the service's own.
  await import(pathToFileURL(join(builtApp('api'), 'main.js')).href);
}
