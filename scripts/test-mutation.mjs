/**
 * npm run test:mutation: changes pure code in small ways, and tells which changes no unit suite notices. It needs no server.
 * `npm run test:mutation -- chain` looks at one area; see test/mutation/areas.mjs.
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { AREAS } from '../test/mutation/areas.mjs';
import { scoreOf, scoreTable } from './mutation-score.mjs';
import { ensureDependencies, ensureNode, exitOnSetupError, SetupError } from './setup.mjs';

/** Properties try the same inputs in every run, so that a score changes with the code alone. */
process.env.SOMABRAIN_TEST_SEED ??= '1';

const REPORTS = 'coverage/mutation';
const { values, positionals } = parseArgs({
  options: { concurrency: { type: 'string', default: String(Math.max(1, availableParallelism() - 1)) } },
  allowPositionals: true,
});

await exitOnSetupError(async () => {
  ensureNode();
  ensureDependencies();
  const { Stryker } = await import('@stryker-mutator/core');
  const scores = [];
  for (const area of chosenAreas()) {
    const results = await new Stryker(optionsFor(area)).runMutationTest();
    scores.push({ ...scoreOf(results), area });
  }
  console.log(`\n${scoreTable(scores)}`);
  for (const { area, score } of scores.filter(({ area, score }) => score < area.floor)) {
    console.error(`${area.title}: ${score.toFixed(1)} % is below the floor of ${area.floor} %.`);
    process.exitCode = 1;
  }
});

function chosenAreas() {
  const unknown = positionals.find((name) => !AREAS.some((area) => area.name === name));
  if (unknown !== undefined) {
    const known = AREAS.map(({ name }) => name).join(', ');
    throw new SetupError(`There is no area '${unknown}'. The areas are ${known}.`);
  }
  return positionals.length === 0 ? AREAS : AREAS.filter(({ name }) => positionals.includes(name));
}

/** @returns {import('@stryker-mutator/api/core').PartialStrykerOptions} */
function optionsFor({ name, sources, suites }) {
  return {
    testRunner: 'jest',
    jest: {
      configFile: 'test/mutation/jest.config.cjs',
      config: { testMatch: ['<rootDir>/test/mutation/suites.cjs'], globals: { SUITES: suites } },
      enableFindRelatedTests: false,
    },
    coverageAnalysis: 'perTest',
    concurrency: Number(values.concurrency),
    // On a busy machine a slow run is not yet an endless loop.
    timeoutMS: 30_000,
    // Jest leaves an AsyncLocalStorage behind with each suite: on Node 20 and 22 they slow every promise of the process.
    maxTestRunnerReuse: 40,
    mutate: [...sources, '!**/*.spec.ts'],
    // Links to folders cannot be copied, and no unit suite reads the rest.
    ignorePatterns: ['/infra', '/k8s', '/ops', '/.env.example', '/deploy', '/docs', '/dist', '/data'],
    // A mutant in code that runs when its file is loaded would need a new process for each.
    ignoreStatic: true,
    incremental: true,
    incrementalFile: `${REPORTS}/${name}-incremental.json`,
    tempDirName: `${REPORTS}/sandbox`,
    cleanTempDir: 'always',
    reporters: ['progress-append-only', 'clear-text', 'html'],
    clearTextReporter: { allowColor: false, allowEmojis: false, reportTests: false },
    htmlReporter: { fileName: `${REPORTS}/${name}.html` },
    allowConsoleColors: false,
  };
}
