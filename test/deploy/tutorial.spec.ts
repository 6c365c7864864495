import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunningApi } from '../e2e/support/running-api';
import { startApi } from '../e2e/support/start-api';
import { blocksBelow } from '../support/markdown';
import { outputOf, PROJECT } from '../support/run-program';

describe('the tutorial in Python', () => {
  let api: RunningApi;

  beforeAll(async () => {
    api = await startApi();
  });

  afterAll(() => api.stop());

  it('prints what was remembered', async () => {
    const text = readFileSync(join(PROJECT, 'docs/tutorial.md'), 'utf8');
    const [program = ''] = blocksBelow(text, 'From Python');
    const output = await outputOf('python3', ['-'], { input: program, env: { MEMORY_URL: api.url } });
    expect(output).toBe('Cleo is training for a marathon\n');
  });
});
