/** Runs a TypeScript program of test/ on the servers of the stack suites: node scripts/on-stack.mjs path/to/program.ts [--] [arguments] */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ensureBuild, ensureDependencies, ensureNode, exitOnSetupError, root, SetupError } from './setup.mjs';
import { provideServers } from './stack-servers.mjs';

const [, , program, ...args] = process.argv;

await exitOnSetupError(() => {
  if (!program) throw new SetupError('Usage: node scripts/on-stack.mjs path/to/program.ts [arguments]');
  ensureNode();
  ensureDependencies();
  ensureBuild();
  const remove = args.includes('--help') ? () => undefined : provideServers();
  try {
    const { status } = spawnSync(
      process.execPath,
      [join(root, 'scripts/run.mjs'), join(root, program), ...args],
      {
        cwd: root,
        stdio: 'inherit',
      },
    );
    process.exitCode = status ?? 1;
  } finally {
    remove();
  }
});
