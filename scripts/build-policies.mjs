/** npm run build:policies: compiles the shipped policies to WebAssembly, and writes the table of roles and scopes. Needs `opa` on the PATH. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BUNDLES, compiledPath, MANIFEST, sourceHash } from './policy-bundles.mjs';
import { COMBINATIONS, combinations } from './policy-combinations.mjs';
import { root } from './setup.mjs';

const directory = mkdtempSync(join(tmpdir(), 'somabrain-policies-'));
try {
  const manifest = {};
  for (const [name, folder] of Object.entries(BUNDLES)) {
    const bundle = join(directory, `${name}.tar.gz`);
    run('opa', ['build', '-t', 'wasm', '-e', 'somabrain/authz/decision', folder, '-o', bundle]);
    mkdirSync(join(directory, name));
    run('tar', ['-xzf', bundle, '-C', join(directory, name), '/policy.wasm']);
    writeFileSync(join(root, compiledPath(name)), readFileSync(join(directory, name, 'policy.wasm')));
    manifest[name] = sourceHash(name);
    console.log(`wrote ${compiledPath(name)}`);
  }
  writeFileSync(join(root, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
  writeFileSync(join(root, COMBINATIONS), combinations());
  console.log(`wrote ${COMBINATIONS}`);
} finally {
  rmSync(directory, { recursive: true });
}

function run(program, args) {
  const { status, error, stderr } = spawnSync(program, args, { cwd: root, encoding: 'utf8' });
  if (error?.code === 'ENOENT') {
    console.error(`${program} is not on the PATH; see https://www.openpolicyagent.org/docs#running-opa`);
    process.exit(1);
  }
  if (status !== 0) {
    console.error(stderr);
    process.exit(1);
  }
}
