import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const ROOT = join(__dirname, '..');
const CRUISE = join(ROOT, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');

describe('the house of libs/README.md', () => {
  it('stands: every import goes down, through the door, and in no circle', () => {
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
