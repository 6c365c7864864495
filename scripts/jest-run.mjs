import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, runTool } from './setup.mjs';
import { suitesOf, totalsOf } from './test-summary.mjs';

/** Runs Jest; where it fails in a way no test tells of, that counts as one more failure. */
export function runJest(args) {
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
