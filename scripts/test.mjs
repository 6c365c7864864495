/** npm test: every check in order, stopping at the first that fails. `npm test -- <arguments>` runs Jest alone with them. */
import { availableParallelism } from 'node:os';
import { heading, report, runJest } from './jest-run.mjs';
import {
  ensureBuild,
  ensureDependencies,
  ensureNode,
  exitOnSetupError,
  runTool,
  SetupError,
} from './setup.mjs';

const jestArguments = process.argv.slice(2);
const isWholeRun = jestArguments.length === 0;
/** Jest leaves a core idle, of two half of the machine; suites wait a lot for servers. */
const workers = ['--maxWorkers', String(Math.max(2, availableParallelism() - 1))];

await exitOnSetupError(async () => {
  ensureNode();
  ensureDependencies();
  const suites = await (isWholeRun ? runEverything() : runJest(jestArguments));
  process.exitCode = report(suites, isWholeRun) ? 0 : 1;
});

async function runEverything() {
  const lintCache = ['--cache', '--cache-location', 'node_modules/.cache/eslint/'];
  const checks = [
    ['type check', () => toolSucceeds('typescript/bin/tsc', ['--noEmit'])],
    ['lint', () => toolSucceeds('eslint/bin/eslint.js', ['.', '--max-warnings', '0', ...lintCache])],
    ['format', () => toolSucceeds('prettier/bin/prettier.cjs', ['--check', '.', '--cache'])],
    ['build', buildSucceeds],
  ];
  const suites = [];
  for (const [name, succeeds] of checks) {
    heading(name);
    const passed = succeeds();
    suites.push({ name, passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 });
    if (!passed) {
      console.error(`\nThe ${name} failed: see the errors above. What comes after it was not run.`);
      return suites;
    }
  }
  return [...suites, ...(await runJest(workers))];
}

function toolSucceeds(program, args) {
  return runTool(program, args).status === 0;
}

function buildSucceeds() {
  try {
    ensureBuild();
    return true;
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(error.message);
    return false;
  }
}
