/**
 * npm run test:deploy: what operators use, with the programs they use. It needs the servers it names, a Kubernetes API server with the
 * resources of CloudNativePG and the Prometheus operator, and docker, helm, kubeconform, kubectl, opa, promtool and prometheus on the PATH.
 * What is missing is a failure.
 */
import { report, runJest } from './jest-run.mjs';
import { ensureBuild, ensureDependencies, ensureNode, exitOnSetupError, SetupError } from './setup.mjs';

const jestArguments = process.argv.slice(2);

/** The user of the database must be allowed to create databases and roles. */
const SERVERS = ['POSTGRES_SUPERUSER_URL', 'REDIS_URL', 'KAFKA_BROKERS', 'OPA_URL'];
const EXPORTERS = ['REDIS_EXPORTER_URL', 'POSTGRES_EXPORTER_URL', 'KAFKA_EXPORTER_URL'];
/** Of an API server that is empty. */
const CLUSTER = ['KUBECONFIG'];

await exitOnSetupError(async () => {
  ensureNode();
  ensureDependencies();
  const missing = [...SERVERS, ...EXPORTERS, ...CLUSTER].filter((name) => !process.env[name]);
  if (missing.length > 0) {
    throw new SetupError(
      `The suites of test/deploy run on real servers: set ${missing.join(', ')} to where they are.`,
    );
  }
  ensureBuild();
  process.env.SOMABRAIN_TEST_POSTGRES_DSN = process.env.POSTGRES_SUPERUSER_URL;
  process.env.SOMABRAIN_TEST_STACK = '1';
  const suites = await runJest(['--selectProjects', 'deploy', '--runInBand', ...jestArguments]);
  process.exitCode = report(suites, jestArguments.length === 0) ? 0 : 1;
});
