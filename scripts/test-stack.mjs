/** npm run test:stack: the suites that need real servers. A missing server is a failure. */
import { report, runJest } from './jest-run.mjs';
import { ensureBuild, ensureDependencies, ensureNode, exitOnSetupError } from './setup.mjs';
import { provideServers } from './stack-servers.mjs';

const jestArguments = process.argv.slice(2);

await exitOnSetupError(async () => {
  ensureNode();
  ensureDependencies();
  ensureBuild();
  const remove = provideServers();
  try {
    const suites = await runJest(['--selectProjects', 'stack', '--runInBand', ...jestArguments]);
    process.exitCode = report(suites, jestArguments.length === 0) ? 0 : 1;
  } finally {
    remove();
  }
});
