import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { blocksBelow } from '../support/markdown';
import { PROJECT } from '../support/run-program';
import { ScriptsCopy } from './scripts-copy';

const GUIDE = readFileSync(join(PROJECT, 'docs/deployment.md'), 'utf8');

let copy: ScriptsCopy;
beforeEach(() => {
  copy = new ScriptsCopy();
});
afterEach(() => {
  copy.remove();
});

/** Types a block of the guide into a shell. What it calls of other people is noted instead. */
function follow(block: string): Promise<{ code: number | null; err: string }> {
  for (const program of ['git', 'curl'])
    copy.write(`programs/${program}`, '#!/bin/sh\necho "$(basename "$0") $*" >>"$CALLS"\n');
  copy.write('programs/jq', '#!/bin/sh\nexec cat\n');
  return copy.shell(block.replace('cd somabrain\n', ''));
}

describe('docs/deployment.md, followed line by line,', () => {
  it('starts the stack with secrets of its own', async () => {
    expect(await follow(blocksBelow(GUIDE, 'The stack on one machine')[0]!)).toMatchObject({
      code: 0,
      err: '',
    });
    expect(copy.dockerCalls).toEqual([
      'git clone YOUR-CLONE-URL somabrain',
      'compose --env-file ./.env -f docker-compose.yml up -d --build somabrain_app',
      'curl -fsS http://localhost:9999/health',
    ]);
    expect(copy.environment.SOMABRAIN_JWT_SECRET).toMatch(/^[0-9a-f]{64}$/);
  });

  it('migrates apart', async () => {
    expect(await follow(blocksBelow(GUIDE, 'The schema')[0]!)).toMatchObject({ code: 0 });
    expect(copy.dockerCalls).toEqual([
      'compose -f docker-compose.yml --profile dev run --rm somabrain_db_migrate somabrain migrate --adopt',
      'compose --profile dev run --rm somabrain_db_migrate',
    ]);
  });

  it('prepares production: what docker-compose.prod.yml demands is in .env', async () => {
    const [images, secrets, start] = blocksBelow(GUIDE, 'Production on one machine');
    expect(await follow(`${images}${secrets}${start}`)).toMatchObject({ code: 0, err: '' });
    expect(copy.environment).toMatchObject({ SOMA_VERSION: 'v0.1.0' });
    const demanded = readFileSync(join(PROJECT, 'docker-compose.prod.yml'), 'utf8').matchAll(/\$\{(\w+):\?/g);
    for (const [, name = ''] of demanded)
      expect([name, copy.environment[name]]).toEqual([name, expect.any(String)]);
    expect(copy.dockerCalls).toEqual([
      'build -t somabrain:v0.1.0 .',
      'build -t somabrain-backup:v0.1.0 --build-arg SOMABRAIN=somabrain:v0.1.0 deploy/backup',
      'compose --env-file ./.env -f docker-compose.prod.yml up -d',
      'compose --env-file ./.env -f docker-compose.prod.yml ps',
    ]);
  });
});
