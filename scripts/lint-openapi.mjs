/**
 * Checks the OpenAPI and AsyncAPI documents with the linters that other people use. They are fetched from the registry in these versions, and
 * are no dependencies: nothing else needs them, and they bring some hundred packages.
 */
import { spawnSync } from 'node:child_process';
import { root } from './setup.mjs';

const DOCUMENTS = ['docs/openapi/openapi.json', 'docs/openapi/asyncapi.json'];
const RUNS = [
  ['@stoplight/spectral-cli@6.16.3', 'lint', '--ruleset', 'config/spectral.yaml', ...DOCUMENTS],
  ['@redocly/cli@2.77.0', 'lint', '--config', 'config/redocly.yaml', ...DOCUMENTS],
];

for (const run of RUNS) {
  const { status } = spawnSync('npx', ['--yes', ...run], { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
