import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './setup.mjs';

/** Where the Rego of each shipped policy lies. */
export const BUNDLES = { example: 'deploy/opa/policies', default: 'deploy/opa/policies-prod' };

/** SHA-256 of the sources that each compiled policy was made of. */
export const MANIFEST = 'libs/policy/assets/sources.json';

export function compiledPath(name) {
  return `libs/policy/assets/${name}.wasm`;
}

/** SHA-256 over the names and texts of a policy's files, hex. */
export function sourceHash(name) {
  const folder = join(root, BUNDLES[name]);
  const hash = createHash('sha256');
  for (const file of readdirSync(folder).sort()) {
    hash.update(`${file}\0${readFileSync(join(folder, file), 'utf8')}\0`);
  }
  return hash.digest('hex');
}
