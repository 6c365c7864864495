/** npm run test:faults [-- WORDS]: every fault of every server for a minute; docs/faults.md gets what was seen. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ensureBuild, ensureDependencies, ensureNode, exitOnSetupError, root } from './setup.mjs';
import { provideServers } from './stack-servers.mjs';

await exitOnSetupError(() => {
  ensureNode();
  ensureDependencies();
  ensureBuild();
  const remove = provideServers();
  try {
    const args = [
      join(root, 'scripts/run.mjs'),
      join(root, 'test/stack/faults.ts'),
      ...process.argv.slice(2),
    ];
    const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
    process.exitCode = status ?? 1;
  } finally {
    remove();
  }
});
