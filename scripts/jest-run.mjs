import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, spawnTool } from './setup.mjs';
import { suitesOf, totalsOf } from './test-summary.mjs';

/** So long Jest may take to end after its last test. */
const END_MS = 60_000;

/** Runs Jest; where it fails in a way no test tells of, that counts as one more failure. So does one that does not end: a test left something open. */
export async function runJest(args) {
  heading('tests');
  const directory = mkdtempSync(join(tmpdir(), 'somabrain-test-'));
  try {
    const results = join(directory, 'results.json');
    const status = await endOfJest(['--json', '--outputFile', results, ...args], results);
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

/** @param results the file that Jest writes after the last test @returns its exit code; null: it had to be killed */
async function endOfJest(args, results) {
  const jest = spawnTool('jest/bin/jest.js', args);
  const watch = setInterval(() => {
    if (!existsSync(results) || Date.now() - statSync(results).mtimeMs < END_MS) return;
    console.error(
      `Jest has not ended ${END_MS / 1000} seconds after its last test: a test left something open.`,
    );
    jest.kill('SIGKILL');
  }, 1_000);
  try {
    const [status] = await once(jest, 'exit');
    return status;
  } finally {
    clearInterval(watch);
  }
}

/**
 * Prints a line per suite and the sum.
 * @param isWholeRun whether nothing was left out on purpose
 * @returns whether everything ran and passed
 */
export function report(suites, isWholeRun) {
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

export function heading(name) {
  console.log(`\n=== ${name} ===`);
}
