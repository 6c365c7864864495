import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { outputOf } from '../support/run-program';
import { CACHE, copyProgram, type Generator, node, type Workplace } from './generator';

const STRICT = '--noEmit --strict --skipLibCheck --module nodenext --target es2023 --types node'.split(' ');
/** The last one that runs on every Node that SomaBrain runs on. */
const ORVAL = '7.13.2';

/** Compiled with the compiler of this project, and run as it runs its own tests. */
const TYPESCRIPT = {
  compile: async ({ folder }: Workplace) => {
    await node('typescript/bin/tsc', [...STRICT, 'program.ts'], folder);
  },
  run: ({ folder }: Workplace, env: Readonly<Record<string, string>>) =>
    outputOf(process.execPath, ['--import', 'tsx', 'program.ts'], { cwd: folder, env }),
};

export const OPENAPI_TYPESCRIPT: Generator = {
  name: 'openapi-typescript',
  pin: '7.13.0, with openapi-fetch 0.17.0',
  needs: [],
  generate: async ({ document, folder }) => {
    await node('openapi-typescript/bin/cli.js', [document, '--output', 'api.ts'], folder);
    await copyProgram('openapi-typescript', folder);
  },
  ...TYPESCRIPT,
};

export const ORVAL_FETCH: Generator = {
  name: 'orval',
  pin: ORVAL,
  needs: ['npm'],
  generate: async ({ document, folder }) => {
    const installed = join(CACHE, `orval-${ORVAL}`);
    if (!existsSync(join(installed, 'node_modules'))) {
      await mkdir(installed, { recursive: true });
      await writeFile(join(installed, 'package.json'), '{ "private": true }');
      await outputOf('npm', ['install', '--no-audit', '--no-fund', `orval@${ORVAL}`], { cwd: installed });
    }
    const output = { target: './api.ts', client: 'fetch', mode: 'single', baseUrl: 'http://service.invalid' };
    const settings = { somabrain: { input: { target: document }, output } };
    await writeFile(join(folder, 'orval.config.cjs'), `module.exports = ${JSON.stringify(settings)};`);
    const program = join(installed, 'node_modules', '.bin', 'orval');
    await outputOf(program, ['--config', 'orval.config.cjs'], { cwd: folder });
    await copyProgram('orval', folder);
  },
  ...TYPESCRIPT,
};
