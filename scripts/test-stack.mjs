/** npm run test:stack: the suites that need real servers, which the environment names. A missing server is a failure. */
import { report, runJest } from './jest-run.mjs';
import { ensureBuild, ensureDependencies, ensureNode, exitOnSetupError, SetupError } from './setup.mjs';

const jestArguments = process.argv.slice(2);

const DATABASES = ['POSTGRES_SUPERUSER_URL', 'DATABASE_URL', 'SOMABRAIN_POSTGRES_DSN'];
const SERVERS = ['REDIS_URL', 'OPA_URL', 'KAFKA_BROKERS'];

await exitOnSetupError(() => {
  ensureNode();
  ensureDependencies();
  const database = DATABASES.find((name) => process.env[name]);
  const missing = [...(database ? [] : [DATABASES[1]]), ...SERVERS.filter((name) => !process.env[name])];
  if (missing.length > 0) {
    throw new SetupError(
      `The suites of test/stack run on real servers: set ${missing.join(', ')} to their URLs.`,
    );
  }
  ensureBuild();
  process.env.SOMABRAIN_TEST_POSTGRES_DSN = process.env[database];
  process.env.SOMABRAIN_TEST_STACK = '1';
  const suites = runJest(['--selectProjects', 'stack', '--runInBand', ...jestArguments]);
  process.exitCode = report(suites, jestArguments.length === 0) ? 0 : 1;
});
