/** What `npm run test:coverage` counts: all code that is written by hand. */
const collectCoverageFrom = [
  '{apps,libs}/*/src/**/*.ts',
  '!**/*.spec.ts',
  '!**/{fixtures,generated}/**',
  '!**/index.ts',
];

const shared = {
  collectCoverageFrom,
  setupFiles: ['<rootDir>/test/support/seeded-properties.ts'],
  transform: { '^.+\\.(m?[tj]s)$': ['@swc/jest'] },
  transformIgnorePatterns: ['/node_modules/(?!@nestjs/|jose/)'],
  moduleNameMapper: { '^@somabrain/([^/]+)$': '<rootDir>/libs/$1/src/index.ts' },
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/coverage/'],
};

/** What callers see is the same on real servers and with replicas: these suites run there a second time. */
const AGAIN = [
  'client',
  'compatibility-clients',
  'hostile-fields',
  'isolation',
  'links-routes',
  'memory-changes',
  'memory-routes',
  'remember-batch',
  'transfer-routes',
  'forget-leaves-nothing',
  'read-your-writes',
];

/** Needs servers that the environment names; they are shared, so it runs one file at a time. npm run test:stack */
const stack = {
  ...shared,
  displayName: 'stack',
  testMatch: ['<rootDir>/test/stack/**/*.spec.ts', `<rootDir>/test/e2e/{${AGAIN.join(',')}}.spec.ts`],
};

/** Needs these servers and the programs of operators: docker and more. npm run test:deploy */
const deploy = { ...stack, displayName: 'deploy', testMatch: ['<rootDir>/test/deploy/**/*.spec.ts'] };

/** Needs onnxruntime-node, which is optional: npm install --no-save --ignore-scripts onnxruntime-node@1.30.0 */
const neural = { ...shared, displayName: 'neural', testMatch: ['<rootDir>/test/neural/**/*.spec.ts'] };

function hasOnnxRuntime() {
  try {
    return Boolean(require.resolve('onnxruntime-node'));
  } catch {
    return false;
  }
}

/** `unit` needs nothing but Node; the suites under test/ share one embedded Postgres, started once by globalSetup. */
module.exports = {
  testTimeout: 30_000,
  collectCoverageFrom,
  coverageProvider: 'v8',
  coverageDirectory: 'coverage/unit',
  coverageReporters: ['text-summary', 'json-summary', 'html'],
  /** A point below what was measured: docs/mutation-testing.md. */
  coverageThreshold: { global: { statements: 66, branches: 92, functions: 62, lines: 66 } },
  projects: [
    ...(process.env.SOMABRAIN_TEST_STACK ? [stack, deploy] : []),
    ...(hasOnnxRuntime() ? [neural] : []),
    {
      ...shared,
      displayName: 'unit',
      testMatch: ['<rootDir>/{apps,libs,migrations,scripts}/**/*.spec.{ts,mjs}'],
    },
    {
      ...shared,
      displayName: 'integration',
      testMatch: ['<rootDir>/test/**/*.spec.ts'],
      testPathIgnorePatterns: ['<rootDir>/test/stack/', '<rootDir>/test/deploy/', '<rootDir>/test/neural/'],
      globalSetup: '<rootDir>/test/support/global-setup.mjs',
      globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
    },
  ],
};
