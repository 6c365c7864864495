import {
  COGNITION_ROLES,
  COMPOSE_VARIABLES,
  ConfigurationError,
  loadConfiguration,
  type ProcessKind,
} from '@somabrain/config';
import { askedVariables, type ComposeFile, parseCompose, readComposeText } from '../support/compose-file';
import { problemsOf } from '../support/compose-rules';

const DEVELOPMENT = 'docker-compose.yml';
const PRODUCTION = 'docker-compose.prod.yml';

/** Every variable of the deployment guide that processes read, with a value, and the variable that it is another name of. */
const GUIDE_VARIABLES: Readonly<Record<string, readonly [value: string, own?: string]>> = {
  ENABLE_COG_THREADS: ['1'],
  POSTGRES_PASSWORD: ['a-password-of-the-guide'],
  POSTGRES_USER: ['guide'],
  REDIS_PASSWORD: ['a-redis-password'],
  SOMABRAIN_API_TOKEN: ['an-api-token'],
  SOMABRAIN_AUTO_MIGRATE: ['1'],
  SOMABRAIN_FORCE_FULL_STACK: ['0'],
  SOMABRAIN_JWT_AUDIENCE: ['api.somabrain.company.com'],
  SOMABRAIN_JWT_ISSUER: ['somabrain-prod'],
  SOMABRAIN_JWT_SECRET: ['QlmEhpLbYqYj4hY4xJm7p3l1qz0kq0oXw1R3Jm9sV2A='],
  SOMABRAIN_KAFKA_URL: ['kafka://somabrain-kafka:9092'],
  SOMABRAIN_MEMORY_HTTP_ENDPOINT: ['http://host.docker.internal:9595'],
  SOMABRAIN_MEMORY_HTTP_TOKEN: ['a-memory-token'],
  SOMABRAIN_MODE: ['staging'],
  SOMABRAIN_OPA_ENDPOINT: ['http://policy.example:8181', 'SOMABRAIN_OPA_URL'],
  SOMABRAIN_POSTGRES_DSN: ['postgresql://soma:a-password@somabrain-postgres:5432/somabrain'],
  SOMABRAIN_RATE_BURST: ['200'],
  SOMABRAIN_RATE_RPS: ['100'],
  SOMABRAIN_REDIS_URL: ['redis://somabrain-redis:6379/0'],
  SOMABRAIN_REQUIRE_EXTERNAL_BACKENDS: ['0'],
  SOMABRAIN_REQUIRE_MEMORY: ['0'],
  SOMABRAIN_WRITE_DAILY_LIMIT: ['50000'],
};

/** What .env says in production. */
const SECRETS = {
  SOMA_VERSION: 'v0.1.0',
  POSTGRES_PASSWORD: 'a-password-of-its-own',
  POSTGRES_OWNER_PASSWORD: 'the-password-of-the-owner',
  POSTGRES_EXPORTER_PASSWORD: 'the-password-of-the-exporter',
  SOMABRAIN_OPA_TOKEN: 'a-token-for-opa',
  REDIS_PASSWORD: 'another-password',
  SOMABRAIN_MEMORY_HTTP_TOKEN: 'a-token-of-its-own',
};

/** Of those who run it. */
const OWN = {
  ...SECRETS,
  SOMABRAIN_JWT_SECRET: 'x'.repeat(32),
  SOMABRAIN_API_TOKEN: 'the-token-of-an-administrator',
};

/**
 * What a process is told: null means as .env says, if it does.
 * @param settings what .env says
 */
function environmentOf(
  file: ComposeFile,
  service: string,
  settings: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const entries = Object.entries(file.services[service]?.environment ?? {});
  return Object.fromEntries(
    entries.flatMap(([name, value]) => {
      const told = value ?? settings[name];
      return told === undefined ? [] : [[name, String(told)]];
    }),
  );
}

/** Two files together, as docker compose merges what these files hold. */
function merged(stack: ComposeFile, overlay: ComposeFile): ComposeFile {
  const services = { ...stack.services };
  for (const [name, { environment, ...service }] of Object.entries(overlay.services)) {
    const base = services[name];
    services[name] = { ...base, ...service, environment: { ...base?.environment, ...environment } };
  }
  return { ...stack, services };
}

function refusal(environment: Record<string, string>, process: ProcessKind): string[] {
  try {
    loadConfiguration(environment, { process });
    return [];
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.problems.map(({ variable }) => variable);
  }
}

describe.each([
  [DEVELOPMENT, {}],
  [PRODUCTION, SECRETS],
])('%s', (name, variables) => {
  it('refers to nothing that is not there, confines everything and pins every image', () => {
    expect(problemsOf(parseCompose(readComposeText(name), variables))).toEqual([]);
  });

  it('asks for variables that are documented, with the defaults that are documented', () => {
    for (const [variable, defaults] of askedVariables(readComposeText(name))) {
      const known = COMPOSE_VARIABLES.get(variable);
      for (const each of known ? defaults : [])
        expect([variable, each ?? known?.fixedDefault]).toEqual([variable, known?.fixedDefault]);
    }
  });
});

describe('docker-compose.yml', () => {
  const file = parseCompose(readComposeText(DEVELOPMENT), {});

  it('gives the ports of the guide, to this machine only', () => {
    const ports = Object.entries(file.services).flatMap(([name, service]) =>
      (service.ports ?? []).map((port) => `${name} ${port}`),
    );
    expect(ports.sort()).toEqual(
      [
        'somabrain_app 127.0.0.1:9999:9696',
        'somabrain_kafka 127.0.0.1:30102:9094',
        'somabrain_kafka_exporter 127.0.0.1:30103:9308',
        'somabrain_opa 127.0.0.1:30104:8181',
        'somabrain_postgres 127.0.0.1:30106:5432',
        'somabrain_postgres_exporter 127.0.0.1:30107:9187',
        'somabrain_prometheus 127.0.0.1:30105:9090',
        'somabrain_redis 127.0.0.1:30100:6379',
        'somabrain_redis 127.0.0.1:30108:9121',
      ].sort(),
    );
  });

  it('answers to the names of the guide', () => {
    const names = Object.entries(file.services).map(([name, { networks }]) => [
      name,
      networks?.default.aliases,
    ]);
    expect(Object.fromEntries(names)).toMatchObject({
      somabrain_app: ['somabrain'],
      somabrain_memory: ['memory-service'],
      somabrain_redis: ['somabrain-redis', 'redis'],
      somabrain_kafka: ['somabrain-kafka', 'kafka'],
      somabrain_postgres: ['somabrain-postgres', 'postgres'],
      somabrain_opa: ['opa'],
      somabrain_kafka_exporter: expect.anything() as unknown,
      somabrain_postgres_exporter: ['postgres-exporter'],
      somabrain_prometheus: ['prometheus'],
    });
  });

  it.each([
    ['somabrain_app', 'api'],
    ['somabrain_memory', 'memory'],
    ['somabrain_db_migrate', 'cli'],
    ['somabrain_topics', 'cli'],
    ['somabrain_backup', 'cli'],
  ] as const)('configures %s completely', (service, process) => {
    expect(refusal(environmentOf(file, service), process)).toEqual([]);
  });

  it('does not run with credentials that everybody knows where other machines reach it', () => {
    const open = environmentOf(
      parseCompose(readComposeText(DEVELOPMENT), { HOST_BIND_ADDRESS: '0.0.0.0' }),
      'somabrain_app',
    );
    expect(refusal(open, 'api')).toEqual([
      'POSTGRES_PASSWORD',
      'SOMABRAIN_API_TOKEN',
      'SOMABRAIN_JWT_SECRET',
      'SOMABRAIN_MEMORY_HTTP_TOKEN',
    ]);
    expect(refusal({ ...open, SOMABRAIN_ALLOW_DEVELOPMENT_CREDENTIALS: '1' }, 'api')).toEqual([]);
  });

  it('lets Kafka tell clients outside where it is', () => {
    const remote = parseCompose(readComposeText(DEVELOPMENT), {
      KAFKA_EXTERNAL_HOST: '192.168.1.10',
      KAFKA_BROKER_HOST_PORT: '31000',
    });
    const { environment } = remote.services.somabrain_kafka!;
    expect(environment?.KAFKA_ADVERTISED_LISTENERS).toBe(
      'INTERNAL://somabrain_kafka:9092,EXTERNAL://192.168.1.10:31000',
    );
  });

  it.each([
    [
      'a host that nobody is called',
      'http://opa:8181',
      'http://somabrain-opa:8181',
      /names somabrain-opa, which nobody/,
    ],
    [
      'a port that nobody listens on',
      'http://memory-service:9595',
      'http://memory-service:9696',
      /listens on 9595/,
    ],
    ['two services on one port', ':-30102}:9094', ':-30100}:9094', /port 30100 is given twice/],
    ['an image of no version', 'redis:7.4.11-alpine', 'redis:latest', /names no version/],
    [
      'a root that can be written',
      'read_only: true\n  tmpfs',
      'read_only: false\n  tmpfs',
      /its root can be written/,
    ],
    ['capabilities', 'cap_drop: [ALL]', 'cap_drop: []', /keeps capabilities/],
    [
      'a service that is not there',
      'somabrain_opa: { condition',
      'somabrain_policy: { condition',
      /which is not there/,
    ],
    ['a file that is not there', './deploy/opa/system', './deploy/opa/systems', /is not there/],
    ['a volume that is not declared', "'redis_data:/data'", "'redis:/data'", /volume redis is not declared/],
    ['two services of one name', 'aliases: [opa]', 'aliases: [kafka]', /two services are called kafka/],
  ])('would be refused for %s', (_, right, wrong, problem) => {
    const text = readComposeText(DEVELOPMENT);
    expect(text).toContain(right);
    const problems = problemsOf(parseCompose(text.replaceAll(right, wrong), {}));
    expect(problems.join('\n')).toMatch(problem);
  });
});

describe('docker-compose.prod.yml', () => {
  const text = readComposeText(PRODUCTION);

  it.each(Object.keys(SECRETS))('demands %s, and has no default for it', (name) => {
    expect(() => parseCompose(text, { ...SECRETS, [name]: '' })).toThrow(`${name} is not set`);
  });

  it.each([
    ['somabrain', 'api'],
    ['memory-service', 'memory'],
    ['db-migrate', 'cli'],
    ['topics', 'cli'],
    ['backup', 'cli'],
  ] as const)('configures %s completely, but for what callers show who they are with', (service, process) => {
    const environment = environmentOf(parseCompose(text, SECRETS), service);
    expect(refusal(environment, process)).toEqual(process === 'api' ? ['SOMABRAIN_JWT_SECRET'] : []);
    const identity = { SOMABRAIN_JWT_SECRET: 'x'.repeat(32) };
    expect(refusal({ ...environment, ...identity }, process)).toEqual([]);
  });

  it('refuses the passwords of development, of the owner, too', () => {
    const file = parseCompose(text, {
      ...SECRETS,
      POSTGRES_PASSWORD: 'soma_dev_pass_CHANGE_IN_PRODUCTION',
      POSTGRES_OWNER_PASSWORD: 'soma_dev_pass_owner_CHANGE_IN_PRODUCTION',
    });
    expect(refusal(environmentOf(file, 'memory-service'), 'memory')).toEqual(['POSTGRES_PASSWORD']);
    expect(refusal(environmentOf(file, 'db-migrate'), 'cli')).toEqual(['POSTGRES_PASSWORD']);
  });

  it('migrates before it serves, and no service migrates', () => {
    const file = parseCompose(text, SECRETS);
    expect(file.services['memory-service']?.depends_on?.['db-migrate']).toEqual({
      condition: 'service_completed_successfully',
    });
    expect(environmentOf(file, 'somabrain').SOMABRAIN_AUTO_MIGRATE).toBe('0');
  });

  it('is reached from this machine only, by the API', () => {
    const ports = Object.values(parseCompose(text, SECRETS).services).flatMap(({ ports = [] }) => ports);
    expect(ports).toEqual(['127.0.0.1:9999:9696']);
  });
});

describe.each([
  [DEVELOPMENT, {}, 'somabrain_app', 'somabrain'],
  [PRODUCTION, SECRETS, 'somabrain', 'somabrain_app'],
] as const)('docker-compose.cog.yml over %s', (name, variables, api, nobody) => {
  const stack = parseCompose(readComposeText(name), variables);
  const overlay = parseCompose(readComposeText('docker-compose.cog.yml'), variables);
  const both = merged(stack, overlay);
  const workers = Object.keys(overlay.services).filter((service) => !(service in stack.services));

  it('adds workers that refer to nothing that is not there and are confined', () => {
    expect(problemsOf(both)).toEqual([]);
    for (const { image } of Object.values(both.services)) expect(image).toEqual(expect.any(String));
  });

  it('runs each role once, at the original’s port, configured completely', () => {
    const roles = workers.map((service) => {
      const environment = environmentOf(both, service);
      expect(refusal(environment, 'cognition')).toEqual([]);
      const { cognition } = loadConfiguration(environment, { process: 'cognition' }).configuration;
      expect(both.services[service]?.ports?.[0]).toMatch(`:${cognition.listen.port}`);
      return cognition.roles;
    });
    expect(roles.flat().sort()).toEqual([...COGNITION_ROLES].sort());
    expect(both.services.somabrain_cognition?.scale).toBe(0);
  });

  it('turns the loop on in the API, too, and starts nobody else', () => {
    expect(environmentOf(both, api)).toMatchObject({
      ENABLE_COG_THREADS: '1',
      SOMABRAIN_LEARNER_URL: 'http://somabrain_learner:8084',
    });
    expect(both.services[nobody]?.profiles).toEqual(['never']);
  });

  it('logs in as the services do', () => {
    for (const service of workers)
      for (const variable of ['POSTGRES_USER', 'POSTGRES_PASSWORD', 'SOMABRAIN_MEMORY_HTTP_TOKEN'])
        expect(environmentOf(both, service)[variable]).toBe(environmentOf(both, api)[variable]);
  });
});

describe.each([
  [DEVELOPMENT, OWN, 'somabrain_app', 'somabrain_db_migrate', 'somabrain_postgres', 'somabrain_opa'],
  [PRODUCTION, OWN, 'somabrain', 'db-migrate', 'postgres', 'opa'],
] as const)('%s', (name, variables, api, migrate, postgres, opa) => {
  const fileWith = (settings: Record<string, string>) =>
    parseCompose(readComposeText(name), { ...variables, ...settings });
  const file = fileWith({});

  it('lets services log in as a user that owns nothing, and the job that migrates as the owner', () => {
    const made = environmentOf(file, postgres);
    const service = environmentOf(file, api);
    expect([service.POSTGRES_USER, service.POSTGRES_PASSWORD]).toEqual([made.APP_USER, made.APP_PASSWORD]);
    expect(service.SOMABRAIN_POSTGRES_MIGRATION_DSN).toBeUndefined();
    const { server } = loadConfiguration(environmentOf(file, migrate), { process: 'cli' }).configuration
      .postgres;
    const dsn = new URL(server.kind === 'external' ? server.migrationDsn.reveal() : '');
    expect([dsn.username, dsn.password]).toEqual(['somabrain_owner', made.OWNER_PASSWORD]);
    expect(made).toMatchObject({ POSTGRES_USER: 'postgres', LOCK_SUPERUSER: '1' });
  });

  it('lets OPA decide for those who show the token, and nobody change a policy', () => {
    const { command = [], volumes = [] } = file.services[opa]!;
    for (const argument of ['--authentication=token', '--authorization=basic', '/system'])
      expect(command).toContain(argument);
    for (const volume of volumes) expect(volume).toMatch(/:ro$/);
    const token = environmentOf(file, api).SOMABRAIN_OPA_TOKEN;
    expect(token).toEqual(expect.any(String));
    expect(environmentOf(file, opa).SOMABRAIN_OPA_TOKEN).toBe(token);
    for (const port of fileWith({ HOST_BIND_ADDRESS: '0.0.0.0' }).services[opa]?.ports ?? [])
      expect(port).toMatch(/^127\.0\.0\.1:/);
  });

  it('runs the loop where .env says so, and not otherwise', () => {
    expect(file.services.somabrain_cognition?.scale).toBe(0);
    const on = fileWith({ ENABLE_COG_THREADS: '1' });
    expect(on.services.somabrain_cognition?.scale).toBe(1);
    expect(refusal(environmentOf(on, 'somabrain_cognition'), 'cognition')).toEqual([]);
    expect(on.services[api]?.depends_on).toHaveProperty('somabrain_cognition');
    const { cognition } = loadConfiguration(environmentOf(on, api, OWN), { process: 'api' }).configuration;
    expect(cognition).toMatchObject({ enabled: true, learnerUrl: 'http://somabrain_cognition:8090' });
  });

  it('reaches what listens on this machine by the name of the guide', () => {
    for (const [service, { image, profiles, extra_hosts: hosts }] of Object.entries(file.services)) {
      if (!image.startsWith('somabrain:') || profiles?.includes('never')) continue;
      expect([service, hosts]).toEqual([service, ['host.docker.internal:host-gateway']]);
    }
  });

  it.each(Object.entries(GUIDE_VARIABLES))('passes %s of the guide on', (variable, [value, own]) => {
    const settings = { ...variables, [variable]: value };
    const told = environmentOf(fileWith(settings), api, settings);
    expect(told[own ?? variable]).toBe(value);
    expect(refusal(told, 'api')).toEqual([]);
  });
});
