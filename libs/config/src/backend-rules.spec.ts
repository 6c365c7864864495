import { ConfigurationError } from './configuration-error';
import type { Environment } from './environment';
import { FULL_STACK } from './fixtures/full-stack';
import { loadConfiguration } from './load-configuration';
import type { ProcessKind } from './process-kind';

const IDENTITY = { SOMABRAIN_API_TOKEN: 'an-api-token' };
const FULL = { ...FULL_STACK, ...IDENTITY };
const BACKENDS = [
  'SOMABRAIN_POSTGRES_DSN',
  'SOMABRAIN_REDIS_URL',
  'SOMABRAIN_KAFKA_URL',
  'SOMABRAIN_OPA_URL',
];
const MEMORY_VARIABLES = ['SOMABRAIN_MEMORY_HTTP_ENDPOINT', 'SOMABRAIN_MEMORY_HTTP_TOKEN'];

function load(environment: Environment, process: ProcessKind = 'api') {
  return loadConfiguration(environment, { process }).configuration;
}

/** Variable and what is wrong with it, for each problem of the report. */
function problemsOf(environment: Environment, process: ProcessKind = 'api'): [string, string][] {
  try {
    load(environment, process);
  } catch (error) {
    if (error instanceof ConfigurationError)
      return error.problems.map(({ variable, wrong }) => [variable, wrong]);
    throw error;
  }
  return [];
}

const demandedBy = (demand: string, variables: readonly string[]) =>
  variables.map((variable) => [variable, `it is not set, and ${demand} demands it`]);

describe('what a deployment must not do without', () => {
  it.each<[string, Environment, ProcessKind, unknown[]]>([
    ['nothing in development', {}, 'api', []],
    ['nothing but identity in enterprise', { SOMABRAIN_MODE: 'enterprise', ...IDENTITY }, 'api', []],
    [
      'external backends where a flag says so',
      { SOMABRAIN_REQUIRE_EXTERNAL_BACKENDS: '1' },
      'api',
      demandedBy('SOMABRAIN_REQUIRE_EXTERNAL_BACKENDS=1', BACKENDS),
    ],
    [
      'the full stack where a flag says so',
      { SOMABRAIN_FORCE_FULL_STACK: '1' },
      'api',
      demandedBy('SOMABRAIN_FORCE_FULL_STACK=1', BACKENDS),
    ],
    [
      'the memory service where a flag says so',
      { SOMABRAIN_REQUIRE_MEMORY: '1' },
      'api',
      demandedBy('SOMABRAIN_REQUIRE_MEMORY=1', MEMORY_VARIABLES),
    ],
    [
      'the token of the memory service, too',
      { SOMABRAIN_REQUIRE_MEMORY: '1', SOMABRAIN_MEMORY_HTTP_ENDPOINT: 'http://memory:9595' },
      'api',
      demandedBy('SOMABRAIN_REQUIRE_MEMORY=1', ['SOMABRAIN_MEMORY_HTTP_TOKEN']),
    ],
    ...['staging', 'production'].map((mode): [string, Environment, ProcessKind, unknown[]] => [
      `all of it in ${mode}`,
      { SOMABRAIN_MODE: mode, ...IDENTITY },
      'api',
      demandedBy(`SOMABRAIN_MODE=${mode}`, [...BACKENDS, ...MEMORY_VARIABLES]),
    ]),
    [
      'one of them',
      { ...FULL, SOMABRAIN_MODE: 'production', SOMABRAIN_REDIS_URL: undefined },
      'api',
      demandedBy('SOMABRAIN_MODE=production', ['SOMABRAIN_REDIS_URL']),
    ],
    ['nothing more where everything is there', { ...FULL, SOMABRAIN_MODE: 'production' }, 'api', []],
    [
      'what a memory service uses',
      { SOMABRAIN_MODE: 'production', SOMABRAIN_MEMORY_HTTP_TOKEN: 'a-token' },
      'memory',
      demandedBy('SOMABRAIN_MODE=production', ['SOMABRAIN_POSTGRES_DSN', 'SOMABRAIN_KAFKA_URL']),
    ],
    [
      'a Postgres server in production, whatever the flags say',
      {
        ...IDENTITY,
        SOMABRAIN_MODE: 'production',
        SOMABRAIN_REQUIRE_EXTERNAL_BACKENDS: '0',
        SOMABRAIN_FORCE_FULL_STACK: '0',
        SOMABRAIN_REQUIRE_MEMORY: '0',
      },
      'api',
      [
        [
          'SOMABRAIN_POSTGRES_DSN',
          'it is not set, and SOMABRAIN_MODE=production does not use the embedded server',
        ],
      ],
    ],
    [
      'a Postgres server for the command line in production',
      { SOMABRAIN_MODE: 'production' },
      'cli',
      [
        [
          'SOMABRAIN_POSTGRES_DSN',
          'it is not set, and SOMABRAIN_MODE=production does not use the embedded server',
        ],
      ],
    ],
  ])('is %s', (_, environment, process, problems) => {
    expect(problemsOf(environment, process)).toEqual(problems);
  });

  it('is in the configuration: what a flag says, else what the mode implies', () => {
    const none = {
      externalBackends: false,
      fullStack: false,
      memory: false,
      waitSeconds: 30,
      closedPolicy: false,
    };
    const all = {
      externalBackends: true,
      fullStack: true,
      memory: true,
      waitSeconds: 30,
      closedPolicy: true,
    };
    expect(load({}).strict).toEqual(none);
    expect(load({ ...FULL, SOMABRAIN_MODE: 'staging' }).strict).toEqual(all);
    expect(load({ ...FULL, SOMABRAIN_MODE: 'prod', SOMABRAIN_FORCE_FULL_STACK: '0' }).strict).toEqual({
      ...all,
      fullStack: false,
    });
  });
});

describe('the variables of the deployment guide', () => {
  const guide = {
    SOMABRAIN_REQUIRE_EXTERNAL_BACKENDS: '1',
    SOMABRAIN_FORCE_FULL_STACK: '1',
    SOMABRAIN_REQUIRE_MEMORY: '1',
    SOMABRAIN_MODE: 'enterprise',
    // As docker-compose.yml says of its ports.
    SOMABRAIN_PUBLISHED_ADDRESS: '127.0.0.1',
    SOMABRAIN_REDIS_URL: 'redis://somabrain-redis:6379/0',
    SOMABRAIN_POSTGRES_DSN: 'postgresql://soma:soma_dev_pass@somabrain-postgres:5432/somabrain',
    SOMABRAIN_KAFKA_URL: 'kafka://somabrain-kafka:9092',
    SOMABRAIN_OPA_ENDPOINT: 'http://opa:8181',
    SOMABRAIN_MEMORY_HTTP_ENDPOINT: 'http://host.docker.internal:9595',
    SOMABRAIN_MEMORY_HTTP_TOKEN: 'dev-token',
    POSTGRES_USER: 'soma',
    POSTGRES_PASSWORD: 'soma_dev_pass',
    REDIS_PASSWORD: 'a-redis-password',
    SOMABRAIN_JWT_SECRET: 'QlmEhpLbYqYj4hY4xJm7p3l1qz0kq0oXw1R3Jm9sV2A=',
    SOMABRAIN_JWT_ISSUER: 'somabrain-prod',
    SOMABRAIN_JWT_AUDIENCE: 'api.somabrain.company.com',
    SOMABRAIN_API_TOKEN: 'an-api-token',
    SOMABRAIN_RATE_RPS: '100',
    SOMABRAIN_RATE_BURST: '200',
    SOMABRAIN_WRITE_DAILY_LIMIT: '50000',
    SOMABRAIN_AUTO_MIGRATE: '1',
  };

  it('mean what the guide says', () => {
    const { configuration, warnings } = loadConfiguration(guide, { process: 'api' });
    expect(configuration).toMatchObject({
      mode: 'enterprise',
      kafka: { brokers: ['somabrain-kafka:9092'] },
      policy: { opa: { url: 'http://opa:8181' }, failClosed: true },
      limits: { rate: { perSecond: 100, burst: 200 }, writesADay: 50_000 },
      strict: { externalBackends: true, fullStack: true, memory: true },
      memory: { remote: { endpoint: 'http://host.docker.internal:9595' } },
      postgres: { autoMigrate: true },
    });
    expect(configuration.redis?.url.reveal()).toBe('redis://:a-redis-password@somabrain-redis:6379/0');
    expect(warnings.map((warning) => warning.slice(0, warning.indexOf(':')))).toEqual([
      'POSTGRES_PASSWORD',
      'SOMABRAIN_MEMORY_HTTP_TOKEN',
      'SOMABRAIN_POSTGRES_DSN',
    ]);
  });

  it('are refused in production with the values that the guide says to change', () => {
    const refused = problemsOf({
      ...guide,
      SOMABRAIN_MODE: 'production',
      SOMABRAIN_JWT_SECRET: 'dev-secret',
    });
    expect(refused.map(([variable]) => variable)).toEqual([
      'SOMABRAIN_POSTGRES_DSN',
      'POSTGRES_PASSWORD',
      'SOMABRAIN_JWT_SECRET',
      'SOMABRAIN_MEMORY_HTTP_TOKEN',
    ]);
  });

  it.each([
    ['SOMABRAIN_OPA_URL', ['SOMABRAIN_OPA_ENDPOINT', 'SOMA_OPA_URL', 'OPA_URL'], 'http://opa:8181'],
    [
      'SOMABRAIN_KAFKA_URL',
      ['KAFKA_BOOTSTRAP_SERVERS', 'KAFKA_BROKERS', 'KAFKA_URL', 'SOMA_KAFKA_URL'],
      'k:9092',
    ],
    ['SOMABRAIN_REDIS_URL', ['REDIS_URL', 'SOMA_REDIS_URL'], 'redis://redis:6379/0'],
    [
      'SOMABRAIN_MEMORY_HTTP_ENDPOINT',
      ['MEMORY_SERVICE_URL', 'SOMABRAIN_HTTP_ENDPOINT'],
      'http://memory:9595',
    ],
  ])('%s has other spellings', (name, aliases, value) => {
    const expected = JSON.stringify(load({ [name]: value }));
    expect(expected).not.toBe(JSON.stringify(load({})));
    for (const alias of aliases) expect(JSON.stringify(load({ [alias]: value }))).toBe(expected);
  });

  it.each([
    ['kafka:9092', ['kafka:9092']],
    ['kafka://kafka:9092', ['kafka:9092']],
    ['kafka://a:9092,b:9093', ['a:9092', 'b:9093']],
    ['a:9092, kafka://b:9093', ['a:9092', 'b:9093']],
  ])('Kafka may be at %s', (text, brokers) => {
    expect(load({ SOMABRAIN_KAFKA_URL: text }).kafka?.brokers).toEqual(brokers);
  });

  it.each(['kafka', 'kafka://', 'kafka://a:9092,', 'http://kafka:9092', 'kafka://user:pw@kafka:9092'])(
    'Kafka cannot be at %s',
    (text) => {
      expect(problemsOf({ SOMABRAIN_KAFKA_URL: text }).map(([variable]) => variable)).toEqual([
        'SOMABRAIN_KAFKA_URL',
      ]);
    },
  );

  it.each(['*', 'https://app.example.com/', 'app.example.com', 'null', 'https://a.example,'])(
    'pages cannot be let in from %s',
    (text) => {
      expect(problemsOf({ SOMABRAIN_CORS_ORIGINS: text }).map(([variable]) => variable)).toEqual([
        'SOMABRAIN_CORS_ORIGINS',
      ]);
    },
  );

  it.each(['*', 'https://brain.example.com', 'brain.example.com:9696', 'a b', 'brain.example.com,'])(
    'the service goes by no name such as %s',
    (text) => {
      expect(problemsOf({ SOMABRAIN_ALLOWED_HOSTS: text }).map(([variable]) => variable)).toEqual([
        'SOMABRAIN_ALLOWED_HOSTS',
      ]);
    },
  );
});
