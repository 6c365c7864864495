import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './setup.mjs';

/** In a process of its own: the generator is published as ES modules, which Jest does not load. */
const PROGRAM = `
  import { renderClientTypes } from './scripts/client-types.mjs';
  process.stdout.write(JSON.stringify(await renderClientTypes()));`;

describe('the types of the client', () => {
  it('are those of the committed documents: npm run generate writes them', () => {
    const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', PROGRAM], {
      cwd: root,
      encoding: 'utf8',
    });
    const files = JSON.parse(stdout);
    expect(files).toHaveLength(1);
    for (const { path, content } of files) expect(readFileSync(join(root, path), 'utf8')).toBe(content);
  });
});
