import { suitesOf, totalsOf } from './test-summary.mjs';

function file(name, status, ...statuses) {
  return { name, status, assertionResults: statuses.map((each) => ({ status: each })) };
}

describe('the summary of a test run', () => {
  const report = {
    testResults: [
      file('/project/test/e2e/recall.spec.ts', 'passed', 'passed'),
      file('/project/libs/memory/src/recall.spec.ts', 'failed', 'passed', 'failed'),
      file('/project/libs/memory/src/forget.spec.ts', 'passed', 'passed', 'pending', 'todo'),
      file('/project/libs/audit/src/chain.spec.ts', 'failed'),
      file('/project/libs/audit/src/relay.spec.ts', 'failed', 'passed'),
      file('/project/scripts/setup.spec.mjs', 'passed', 'passed'),
    ],
  };

  it('counts by library and test folder, and a file that fails without a failed test as one failure', () => {
    expect(suitesOf(report, '/project/')).toEqual([
      { name: 'libs/audit', passed: 1, failed: 2, skipped: 0 },
      { name: 'libs/memory', passed: 2, failed: 1, skipped: 2 },
      { name: 'scripts', passed: 1, failed: 0, skipped: 0 },
      { name: 'test/e2e', passed: 1, failed: 0, skipped: 0 },
    ]);
  });

  it('adds up', () => {
    expect(totalsOf(suitesOf(report, '/project/'))).toEqual({ passed: 5, failed: 3, skipped: 2 });
    expect(totalsOf([])).toEqual({ passed: 0, failed: 0, skipped: 0 });
  });
});
