/** Writes the files that are made from the code: the environment reference, and openapi.json once the API has a writer. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  builtApp,
  ensureBuild,
  ensureDependencies,
  ensureNode,
  exitOnSetupError,
  root,
  SetupError,
} from './setup.mjs';

await exitOnSetupError(async () => {
  ensureNode();
  ensureDependencies();
  await writeEnvironmentReference();
  ensureBuild();
  writeOpenApi();
});

async function writeEnvironmentReference() {
  const tsx = await import('tsx/cjs/api');
  const { renderEnvExample, withVariableTable } = tsx.require('../libs/config/src/index.ts', import.meta.url);
  const document = join(root, 'docs/configuration.md');
  write('config/.env.example', renderEnvExample());
  write('docs/configuration.md', withVariableTable(readFileSync(document, 'utf8')));
}

function writeOpenApi() {
  const writer = join(builtApp('api'), 'openapi/write-openapi.js');
  if (!existsSync(writer)) return;
  const { status } = spawnSync(process.execPath, [writer], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) throw new SetupError('openapi.json could not be written: see the error above.');
}

function write(path, content) {
  writeFileSync(join(root, path), content);
  console.log(`wrote ${path}`);
}
