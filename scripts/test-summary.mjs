/**
 * Counts the results of a Jest run by suite. A suite is a library, an app or a folder of test/: the first one or
 * two folders of a test file's path.
 * @param report what `jest --json` writes
 * @param root the project's directory, with a separator at its end
 * @returns one {name, passed, failed, skipped} per suite, ordered by name
 */
export function suitesOf(report, root) {
  const suites = new Map();
  for (const file of report.testResults) {
    const name = file.name.replace(root, '').split(/[\\/]/).slice(0, -1).slice(0, 2).join('/');
    const suite = suites.get(name) ?? { name, passed: 0, failed: 0, skipped: 0 };
    suites.set(name, suite);
    for (const { status } of file.assertionResults) {
      if (status === 'passed') suite.passed += 1;
      else if (status === 'failed') suite.failed += 1;
      else suite.skipped += 1;
    }
    // A file that cannot be loaded, or whose hooks fail, fails without a failed test.
    const hasFailedTest = file.assertionResults.some(({ status }) => status === 'failed');
    if (file.status === 'failed' && !hasFailedTest) suite.failed += 1;
  }
  return [...suites.values()].sort((a, b) => a.name.localeCompare(b.name));
}

/** The sums over suites. */
export function totalsOf(suites) {
  const sum = (key) => suites.reduce((total, suite) => total + suite[key], 0);
  return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') };
}
