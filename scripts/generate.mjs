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
  const { renderEnvExample, withVariableTable } = tsx.require('../libs/config/src/index.ts', import.meta.url);
  const document = join(root, 'docs/configuration.md');
  write('config/.env.example', renderEnvExample());
  write('docs/configuration.md', withVariableTable(readFileSync(document, 'utf8')));
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

function write(path, content) {
  writeFileSync(join(root, path), content);
  console.log(`wrote ${path}`);
}
