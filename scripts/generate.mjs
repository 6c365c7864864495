/** Writes the files that are made from the code: the environment reference, the OpenAPI documents and the clients' types. */
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
  for (const app of ['api', 'memory']) writeOpenApi(app);
  await writeClientTypes();
});

async function writeReferences() {
  const { renderEnvExample, renderKubernetesConfiguration, withVariableTable } = await library('config');
  const document = join(root, 'docs/configuration.md');
  write('config/.env.example', renderEnvExample());
  write('deploy/k8s/somabrain-configmap.yaml', renderKubernetesConfiguration());
  const monitoring = readFileSync(join(root, 'docs/monitoring.md'), 'utf8');
  const { withMetricTable } = await library('metrics');
  write('docs/monitoring.md', withMetricTable(monitoring));
  write('docs/configuration.md', withVariableTable(readFileSync(document, 'utf8')));
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

function writeOpenApi(app) {
  const writer = join(builtApp(app), 'openapi/write-openapi.js');
  const { status } = spawnSync(process.execPath, [writer], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) throw new SetupError(`The OpenAPI document of ${app} could not be written: see above.`);
}

/** Before the build, which compiles them, and after it, which may change what they are made from. */
async function writeClientTypes() {
  for (const { path, content } of await renderClientTypes()) write(path, content);
}

function write(path, content) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
  console.log(`wrote ${path}`);
}
