import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadShippedPolicy, type WasmPolicyEngine } from '@somabrain/policy';
import { describePolicyEngine } from '../contract/policy-engine.contract';

const ROOT = join(__dirname, '..', '..');
const hasOpa = spawnSync('opa', ['version']).status === 0;

/** What compiling a policy again gives. */
function rebuilt(folder: string): Buffer {
  const directory = mkdtempSync(join(tmpdir(), 'somabrain-policy-'));
  try {
    const bundle = join(directory, 'bundle.tar.gz');
    const build = ['build', '-t', 'wasm', '-e', 'somabrain/authz/decision', folder, '-o', bundle];
    for (const [program, args] of [
      ['opa', build],
      ['tar', ['-xzf', bundle, '-C', directory, '/policy.wasm']],
    ] as const) {
      const { status, stderr } = spawnSync(program, args, { cwd: ROOT, encoding: 'utf8' });
      if (status !== 0) throw new Error(stderr);
    }
    return readFileSync(join(directory, 'policy.wasm'));
  } finally {
    rmSync(directory, { recursive: true });
  }
}

describe('the table of roles and scopes', () => {
  it.each(['policies', 'policies-prod'])('holds in opa test of %s', (folder) => {
    // Where there is no opa, the compiled policies have to do.
    if (!hasOpa) return;
    const tests = ['decision', 'leader', 'combinations'].map((name) => `deploy/opa/tests/${name}_test.rego`);
    const data = [`deploy/opa/tests/${folder}`, 'deploy/opa/tests/combinations.json'];
    const args = ['test', '--timeout', '60s', `deploy/opa/${folder}`, ...data, ...tests];
    const { status, stdout } = spawnSync('opa', args, { cwd: ROOT, encoding: 'utf8' });
    expect([status, stdout]).toEqual([0, expect.stringContaining('PASS: 3/3')]);
  });
});

describe.each([
  ['example', 'policies'],
  ['default', 'policies-prod'],
] as const)('the shipped policy %s', (name, folder) => {
  let engine: WasmPolicyEngine;

  beforeAll(async () => {
    engine = await loadShippedPolicy(name);
  });

  describePolicyEngine('compiled', folder, () => engine);

  it('was compiled from the sources that lie here: else run npm run build:policies', () => {
    const script = new URL(`file://${join(ROOT, 'scripts', 'policy-bundles.mjs')}`).href;
    const { stdout } = spawnSync(
      process.execPath,
      [
        '--input-type=module',
        '-e',
        `import { sourceHash } from '${script}'; console.log(sourceHash('${name}'))`,
      ],
      { encoding: 'utf8' },
    );
    const manifest = JSON.parse(
      readFileSync(join(ROOT, 'libs/policy/assets/sources.json'), 'utf8'),
    ) as Record<string, string>;
    expect(manifest[name]).toBe(stdout.trim());
    // Where there is no compiler, the hash of the sources has to do.
    const committed = readFileSync(join(ROOT, 'libs/policy/assets', `${name}.wasm`));
    const again = hasOpa ? rebuilt(`deploy/opa/${folder}`) : committed;
    expect(again.equals(committed)).toBe(true);
  });
});
