import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const ROOT = join(__dirname, '..');
const CRUISE = join(ROOT, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');

describe('the layers of libs/README.md', () => {
  it('hold: every import points down, uses a public entry point, and closes no cycle', () => {
    const folders = ['apps', 'libs', 'migrations', 'test'];
    const { status, stdout } = spawnSync(
      process.execPath,
      [CRUISE, ...folders, '--config', '.dependency-cruiser.cjs'],
      {
        cwd: ROOT,
        encoding: 'utf8',
      },
    );
    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: expect.stringContaining('no dependency violations found') as string,
    });
  }, 60_000);
});
