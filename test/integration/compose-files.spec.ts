import { COGNITION_ROLES, COMPOSE_VARIABLES, loadConfiguration } from '@somabrain/config';
import { askedVariables, type ComposeFile, parseCompose, readComposeText } from '../support/compose-file';
import { environmentOf, refusal, SECRETS } from '../support/compose-environment';
import { problemsOf } from '../support/compose-rules';

const DEVELOPMENT = 'docker-compose.yml';
const PRODUCTION = 'docker-compose.prod.yml';

/** Two files together, as docker compose merges what these files hold. */
function merged(stack: ComposeFile, overlay: ComposeFile): ComposeFile {
  const services = { ...stack.services };
  for (const [name, { environment, ...service }] of Object.entries(overlay.services)) {
    const base = services[name];
    services[name] = { ...base, ...service, environment: { ...base?.environment, ...environment } };
  }
  return { ...stack, services };
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
      'SOMABRAIN_OPA_TOKEN',
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
