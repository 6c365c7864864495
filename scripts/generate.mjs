/** Writes the files that are made from the code: the environment reference, the OpenAPI and AsyncAPI documents and the clients' types. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
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
  await writeReferences();
  await writeCharts();
  await writeClientTypes();
  ensureBuild();
  for (const app of ['api', 'memory']) writeDocument(app, 'openapi/write-openapi.js');
  writeDocument('api', 'asyncapi/write-asyncapi.js');
  writeDocument('api', 'compatibility/write-compatibility.js');
  await writeClientTypes();
});

async function writeReferences() {
  const config = await library('config');
  const { withMetricTable } = await library('metrics');
  write('config/.env.example', config.renderEnvExample());
  write('deploy/k8s/somabrain-configmap.yaml', config.renderKubernetesConfiguration());
  rewrite('docs/configuration.md', config.withVariableTable);
  rewrite('docs/monitoring.md', withMetricTable);
  for (const path of ['docker-compose.yml', 'docker-compose.prod.yml', 'docker-compose.cog.yml'])
    rewrite(path, config.withComposeVariables);
}

async function writeCharts() {
  const { renderCharts } = await import('./charts.mjs');
  const { kubernetesVariables } = await library('config');
  for (const { path, content } of await renderCharts(kubernetesVariables())) write(path, content);
}

async function library(name) {
  const tsx = await import('tsx/cjs/api');
  return tsx.require(`../libs/${name}/src/index.ts`, import.meta.url);
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
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
  console.log(`wrote ${path}`);
}
