import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { WasmPolicyEngine } from './wasm-policy-engine';

const ASSETS = join('libs', 'policy', 'assets');

/** The policies that come with the project: everything is allowed, or nothing but what a role grants. */
export type ShippedPolicy = 'example' | 'default';

/** Loads a policy that comes with the project. @throws when it is missing */
export async function loadShippedPolicy(name: ShippedPolicy): Promise<WasmPolicyEngine> {
  return WasmPolicyEngine.load(await readFile(find(__dirname, join(ASSETS, `${name}.wasm`))));
}

/** The nearest file above: sources and compiled code lie at different depths. */
function find(from: string, file: string): string {
  const found = join(from, file);
  if (existsSync(found)) return found;
  const parent = dirname(from);
  if (parent === from) throw new Error(`The file ${file} is missing: the installation is incomplete`);
  return find(parent, file);
}
