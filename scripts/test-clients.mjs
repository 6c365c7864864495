/** npm run test:clients: clients that generators make of the OpenAPI document, against a service. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ensureBuild, ensureDependencies, ensureNode, exitOnSetupError, root } from './setup.mjs';

await exitOnSetupError(() => {
  ensureNode();
  ensureDependencies();
  ensureBuild();
  const program = [join(root, 'scripts/run.mjs'), join(root, 'test/clients.ts')];
  const { status } = spawnSync(process.execPath, [...program, ...process.argv.slice(2)], {
    cwd: root,
    stdio: 'inherit',
  });
  process.exitCode = status ?? 1;
});
