/** Writes the files that are made from the code: the environment reference, the OpenAPI and AsyncAPI documents and the clients' types. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderClientTypes } from './client-types.mjs';
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
  await writeClientTypes();
  ensureBuild();
  for (const app of ['api', 'memory']) writeDocument(app, 'openapi/write-openapi.js');
  writeDocument('api', 'asyncapi/write-asyncapi.js');
  await writeClientTypes();
});

async function writeEnvironmentReference() {
  const tsx = await import('tsx/cjs/api');
  const { renderEnvExample, withComposeVariables, withVariableTable } = tsx.require(
    '../libs/config/src/index.ts',
    import.meta.url,
  );
  write('config/.env.example', renderEnvExample());
  rewrite('docs/configuration.md', withVariableTable);
  for (const path of ['docker-compose.yml', 'docker-compose.prod.yml']) rewrite(path, withComposeVariables);
}

function writeDocument(app, writer) {
  const { status } = spawnSync(process.execPath, [join(builtApp(app), writer)], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) throw new SetupError(`${writer} of ${app} could not write its document: see above.`);
}

/** Before the build, which compiles them, and after it, which may change what they are made from. */
async function writeClientTypes() {
  for (const { path, content } of await renderClientTypes()) write(path, content);
}

function rewrite(path, change) {
  write(path, change(readFileSync(join(root, path), 'utf8')));
}

function write(path, content) {
  writeFileSync(join(root, path), content);
  console.log(`wrote ${path}`);
}
