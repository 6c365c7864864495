/** npm test: every check in order, stopping at the first that fails. `npm test -- <arguments>` runs Jest alone with them. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ensureBuild,
  ensureDependencies,
  ensureNode,
  exitOnSetupError,
  root,
  runTool,
  SetupError,
} from './setup.mjs';
import { suitesOf, totalsOf } from './test-summary.mjs';

const jestArguments = process.argv.slice(2);
const isWholeRun = jestArguments.length === 0;

await exitOnSetupError(() => {
  ensureNode();
  ensureDependencies();
  const suites = isWholeRun ? runEverything() : runJest(jestArguments);
  process.exitCode = report(suites) ? 0 : 1;
});

function runEverything() {
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
  return [...suites, ...runJest([])];
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

/** Runs Jest; where it fails in a way no test tells of, that counts as one more failure. */
function runJest(args) {
  heading('tests');
  const directory = mkdtempSync(join(tmpdir(), 'somabrain-test-'));
  try {
    const results = join(directory, 'results.json');
    const { status } = runTool('jest/bin/jest.js', [...args, '--json', '--outputFile', results]);
    const suites = existsSync(results) ? suitesOf(JSON.parse(readFileSync(results, 'utf8')), root) : [];
    const { passed, failed } = totalsOf(suites);
    if (passed + failed === 0) suites.push({ name: 'jest ran no test', passed: 0, failed: 1, skipped: 0 });
    else if (status !== 0 && failed === 0)
      suites.push({ name: 'jest itself', passed: 0, failed: 1, skipped: 0 });
    return suites;
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** Prints a line per suite and the sum. @returns whether everything ran and passed */
function report(suites) {
  heading('summary');
  for (const { name, passed, failed, skipped } of suites) {
    console.log(`${name}: ${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  }
  const { passed, failed, skipped } = totalsOf(suites);
  console.log(`${skipped} skipped`);
  // Arguments such as -t skip on purpose.
  const skipsCount = isWholeRun && skipped > 0;
  if (skipsCount) console.error('A skipped or todo test fails the run: write it or remove it.');
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 && !skipsCount;
}

function heading(name) {
  console.log(`\n=== ${name} ===`);
}
