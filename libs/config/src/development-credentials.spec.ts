import type { Environment } from './environment';
import { linesOf } from './fixtures/problems-of';
import { loadConfiguration } from './load-configuration';

const DSN = 'postgresql://soma:s3cret-words@db:5432/somabrain';

const load = (environment: Environment) => loadConfiguration(environment, { process: 'cli' });

const problemsOf = (environment: Environment) => linesOf(environment, { process: 'cli' });

describe('development credentials', () => {
  const environment = { SOMABRAIN_POSTGRES_DSN: 'postgresql://soma:soma_dev_pass@db/somabrain' };

  it.each(['staging', 'production'])('are refused in mode %s', (mode) => {
    expect(problemsOf({ ...environment, SOMABRAIN_MODE: mode })).toEqual([
      expect.stringMatching(
        /^SOMABRAIN_POSTGRES_DSN: it holds a development credential.*; write credentials/,
      ),
    ]);
  });

  it.each<[string, Environment]>([
    ['POSTGRES_PASSWORD', { POSTGRES_PASSWORD: 'soma_dev_pass_CHANGE_IN_PRODUCTION' }],
    ['POSTGRES_USER', { POSTGRES_USER: 'CHANGE_ME' }],
    ['SOMABRAIN_POSTGRES_MIGRATION_DSN', { SOMABRAIN_POSTGRES_MIGRATION_DSN: 'postgres://o:CHANGE_ME@db/x' }],
    ['SOMABRAIN_POSTGRES_DSN', { SOMABRAIN_POSTGRES_DSN: 'postgres://db/x?password=dev-secret' }],
  ])('are found in %s', (name, set) => {
    const lines = problemsOf({ SOMABRAIN_MODE: 'production', SOMABRAIN_POSTGRES_DSN: DSN, ...set });
    expect(lines).toEqual([expect.stringMatching(`^${name}: it holds a development credential`)]);
  });

  it('are a warning of the command line in mode enterprise and nothing in development', () => {
    expect(load({ ...environment, SOMABRAIN_MODE: 'enterprise' }).warnings).toEqual([
      expect.stringMatching(/^SOMABRAIN_POSTGRES_DSN: it holds a development credential/),
    ]);
    expect(load(environment).warnings).toEqual([]);
  });
});

describe.each([
  ['api', 'SOMABRAIN_HOST'],
  ['memory', 'SOMABRAIN_MEMORY_HOST'],
  ['cognition', 'SOMABRAIN_COGNITION_HOST'],
] as const)('in mode enterprise, development credentials of %s', (process, host) => {
  const environment = {
    SOMABRAIN_MODE: 'enterprise',
    SOMABRAIN_POSTGRES_DSN: DSN,
    SOMABRAIN_KAFKA_URL: 'kafka://kafka:9092',
    SOMABRAIN_API_TOKEN: 'an-api-token',
    SOMABRAIN_MEMORY_HTTP_TOKEN: 'dev-token-CHANGE_IN_PRODUCTION',
    ENABLE_COG_THREADS: '1',
  };
  const refused = [
    expect.stringMatching(
      /^SOMABRAIN_MEMORY_HTTP_TOKEN: it holds a development credential.*; write credentials of your own, or set SOMABRAIN_ALLOW_DEVELOPMENT_CREDENTIALS=1/,
    ),
  ];

  it.each<[string, Environment]>([
    ['everybody reaches', {}],
    ['some reach', { [host]: '10.0.0.7' }],
    [
      'everybody reaches at the port of its container',
      { [host]: '127.0.0.1', SOMABRAIN_PUBLISHED_ADDRESS: '0.0.0.0' },
    ],
  ])('are refused where %s it', (_, settings) => {
    expect(linesOf({ ...environment, ...settings }, { process })).toEqual(refused);
  });

  it.each<[string, Environment]>([
    ['this machine alone reaches it', { [host]: '127.0.0.1' }],
    [
      'its container is reached from this machine alone',
      { [host]: '0.0.0.0', SOMABRAIN_PUBLISHED_ADDRESS: '127.0.0.1' },
    ],
    ['somebody says so', { SOMABRAIN_ALLOW_DEVELOPMENT_CREDENTIALS: '1' }],
  ])('are a warning where %s', (_, settings) => {
    const { warnings } = loadConfiguration({ ...environment, ...settings }, { process });
    expect(warnings).toEqual([expect.stringMatching(/^SOMABRAIN_MEMORY_HTTP_TOKEN: it holds a development/)]);
  });
});

describe('a policy that allows everything', () => {
  const api = { SOMABRAIN_API_TOKEN: 'an-api-token', SOMABRAIN_POLICY_BUNDLE: 'example' };
  const enterprise = { ...api, SOMABRAIN_MODE: 'enterprise' };

  it('is refused in mode enterprise, unless this machine alone reaches the API or somebody says so', () => {
    expect(linesOf(enterprise)).toEqual([expect.stringMatching(/^SOMABRAIN_POLICY_BUNDLE: it is example/)]);
    for (const settings of [
      { SOMABRAIN_HOST: '127.0.0.1' },
      { SOMABRAIN_ALLOW_DEVELOPMENT_CREDENTIALS: '1' },
    ])
      expect(linesOf({ ...enterprise, ...settings })).toEqual([]);
    expect(linesOf({ ...api, SOMABRAIN_HOST: '0.0.0.0' })).toEqual([]);
  });

  it('is looked for in OPA where other machines reach the API', () => {
    const closed = (settings: Environment) =>
      loadConfiguration({ ...api, SOMABRAIN_OPA_URL: 'http://opa:8181', ...settings }).configuration.strict
        .closedPolicy;
    expect(closed({ SOMABRAIN_MODE: 'enterprise' })).toBe(true);
    expect(closed({ SOMABRAIN_MODE: 'enterprise', SOMABRAIN_PUBLISHED_ADDRESS: '127.0.0.1' })).toBe(false);
    expect(closed({ SOMABRAIN_MODE: 'enterprise', SOMABRAIN_ALLOW_DEVELOPMENT_CREDENTIALS: '1' })).toBe(
      false,
    );
    expect(closed({ SOMABRAIN_MODE: 'development' })).toBe(false);
  });
});
