import { inspect } from 'node:util';
import { ConfigurationError } from './configuration-error';
import type { Environment } from './environment';
import { loadConfiguration, type LoadOptions } from './load-configuration';

const GIB = 1024 ** 3;
const DSN = 'postgresql://soma:s3cret-words@db:5432/somabrain';

function load(environment: Environment, options: LoadOptions = {}) {
  return loadConfiguration(environment, { memoryLimit: 8 * GIB, process: 'cli', ...options });
}

/** The lines of the report, one per problem. */
function problemsOf(environment: Environment, options: LoadOptions = {}): string[] {
  try {
    load(environment, options);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.message
      .split('\n')
      .slice(1, -1)
      .map((line) => line.trim());
  }
  return [];
}

const noSuchFile = (): never => {
  throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
};

const searchableMetadata = ['title', 'name', 'author', 'subject'];

describe('an empty environment', () => {
  it('is a development server on the loopback address with an embedded Postgres', () => {
    const { configuration, warnings } = load({ SOMABRAIN_DATA_DIR: '/var/lib/somabrain' });
    expect(configuration).toEqual({
      mode: 'development',
      http: { host: '127.0.0.1', port: 9696, shutdownDelaySeconds: 0 },
      logging: { level: 'INFO' },
      auth: null,
      oauth: null,
      metrics: { open: 'everybody', token: null },
      policy: { opa: null, bundle: 'example', failClosed: false, cacheMs: 1_000 },
      limits: { rate: null, writesADay: null },
      redis: null,
      kafka: null,
      strict: {
        externalBackends: false,
        fullStack: false,
        memory: false,
        waitSeconds: 30,
        closedPolicy: false,
      },
      compatibility: 'none',
      corsOrigins: [],
      allowedHosts: [],
      coRecallLinks: false,
      memory: { listen: { host: '127.0.0.1', port: 9595 }, token: null, remote: null },
      postgres: {
        server: { kind: 'embedded', dataDirectory: '/var/lib/somabrain' },
        poolSize: 10,
        autoMigrate: true,
      },
      tenancy: { defaultTenant: 'public' },
      index: { memoryMb: 2048, threads: 1, snapshotsFrom: 4000, searchableMetadata },
      content: { maxCharacters: 1_000_000 },
      writes: { queueMax: 10_000 },
      ranking: {
        importanceWeight: 0,
        recencyWeight: 0,
        recencyHalfLifeDays: 30,
        sessionWeight: 0,
        linkWeight: 0,
        feedbackWeight: 2,
      },
      workingMemory: { capacity: 64, ttlSeconds: 3600 },
      sleep: { intervalSeconds: 0 },
      cognition: expect.objectContaining({ enabled: false, episodes: false, anticipation: false }) as unknown,
      changes: { retentionDays: 7 },
      telemetry: null,
    });
    expect(warnings).toEqual([]);
  });

  it('counts variables that are set to nothing as unset', () => {
    const { configuration } = load({ SOMABRAIN_PORT: '', SOMABRAIN_MODE: '', SOMABRAIN_POSTGRES_DSN: '' });
    expect(configuration.http.port).toBe(9696);
    expect(configuration.postgres.server.kind).toBe('embedded');
  });
});

describe('values', () => {
  it.each([
    ['dev', 'development'],
    ['Development', 'development'],
    ['enterprise', 'enterprise'],
    ['STAGING', 'staging'],
    ['prod', 'production'],
    ['production', 'production'],
  ])('reads the mode %s as %s', (text, mode) => {
    expect(load({ SOMABRAIN_MODE: text, SOMABRAIN_POSTGRES_DSN: DSN }).configuration.mode).toBe(mode);
  });

  it.each([
    ...['1', 'true', 'YES', 'On'].map((text) => [text, true] as const),
    ...['0', 'False', 'no', 'OFF'].map((text) => [text, false] as const),
  ])('reads the switch %s as %s', (text, on) => {
    expect(load({ SOMABRAIN_AUTO_MIGRATE: text }).configuration.postgres.autoMigrate).toBe(on);
  });

  it('listens on every address and leaves migrations alone outside development', () => {
    const { configuration } = load({ SOMABRAIN_MODE: 'production', SOMABRAIN_POSTGRES_DSN: DSN });
    expect(configuration.http.host).toBe('0.0.0.0');
    expect(configuration.postgres.autoMigrate).toBe(false);
  });

  it('takes port 0 and lower-case log levels', () => {
    const { configuration } = load({ SOMABRAIN_PORT: '0', SOMABRAIN_LOG_LEVEL: 'debug' });
    expect(configuration.http.port).toBe(0);
    expect(configuration.logging.level).toBe('DEBUG');
  });

  it('are frozen all through', () => {
    const { configuration } = load({ SOMABRAIN_POSTGRES_DSN: DSN });
    for (const part of [configuration, configuration.http]) expect(Object.isFrozen(part)).toBe(true);
    expect(Object.isFrozen(configuration.postgres.server)).toBe(true);
  });

  it('completes the connection URLs with POSTGRES_USER and POSTGRES_PASSWORD', () => {
    const { configuration } = load({
      SOMABRAIN_POSTGRES_DSN: 'postgres://db/somabrain',
      SOMABRAIN_POSTGRES_MIGRATION_DSN: 'postgres://owner:o@db/somabrain',
      POSTGRES_USER: 'soma',
      POSTGRES_PASSWORD: 'a@b/c',
    });
    const { server } = configuration.postgres;
    expect(server.kind === 'external' && server.dsn.reveal()).toBe('postgres://soma:a%40b%2Fc@db/somabrain');
    expect(server.kind === 'external' && server.migrationDsn.reveal()).toBe(
      'postgres://owner:o@db/somabrain',
    );
  });

  it('migrates over the same connection URL unless there is another', () => {
    const { server } = load({ SOMABRAIN_POSTGRES_DSN: DSN }).configuration.postgres;
    expect(server.kind === 'external' && server.migrationDsn.reveal()).toBe(DSN);
  });
});

describe('a configuration with problems', () => {
  it.each<[string, Environment, string]>([
    [
      'a word for a number',
      { SOMABRAIN_PORT: 'http' },
      'SOMABRAIN_PORT: "http" is not accepted; write a port from 1',
    ],
    ['a port beyond the last', { SOMABRAIN_PORT: '65536' }, 'SOMABRAIN_PORT: "65536" is not accepted'],
    ['a service link', { SOMABRAIN_PORT: 'tcp://10.0.0.1:9696' }, 'SOMABRAIN_PORT: Kubernetes has set it'],
    ['a pool of one', { SOMABRAIN_POSTGRES_POOL_SIZE: '1' }, 'write a whole number from 2 to 200'],
    [
      'a negative number',
      { SOMABRAIN_WRITE_QUEUE_MAX: '-5' },
      'SOMABRAIN_WRITE_QUEUE_MAX: "-5" is not accepted',
    ],
    ['a fraction', { SOMABRAIN_CHANGE_RETENTION_DAYS: '1.5' }, '"1.5" is not accepted'],
    ['an unknown mode', { SOMABRAIN_MODE: 'qa' }, 'SOMABRAIN_MODE: "qa" is not accepted; write development'],
    ['an unknown level', { SOMABRAIN_LOG_LEVEL: 'LOUD' }, 'write DEBUG, INFO, WARN, ERROR or FATAL'],
    [
      'a strange switch',
      { SOMABRAIN_AUTO_MIGRATE: 'maybe' },
      'write 1, true, yes or on; or 0, false, no or off',
    ],
    [
      'a tenant with a space',
      { SOMABRAIN_DEFAULT_TENANT: 'a b' },
      'SOMABRAIN_DEFAULT_TENANT: "a b" is not accepted',
    ],
    ['a URL as address', { SOMABRAIN_HOST: 'http://x/' }, 'write an IP address or host name'],
    ['another database', { SOMABRAIN_POSTGRES_DSN: 'mysql://h/d' }, 'it does not begin with postgresql://'],
    ['a URL without database', { SOMABRAIN_POSTGRES_DSN: 'postgres://h' }, 'it names no database'],
    [
      'an owner without a server',
      { SOMABRAIN_POSTGRES_MIGRATION_DSN: DSN },
      'SOMABRAIN_POSTGRES_MIGRATION_DSN: it is set without SOMABRAIN_POSTGRES_DSN; set both',
    ],
    [
      'two values',
      { SOMABRAIN_PORT: '1', SOMABRAIN_PORT_FILE: '/p' },
      'SOMABRAIN_PORT and SOMABRAIN_PORT_FILE are set',
    ],
  ])('reports %s', (_case, environment, line) => {
    expect(problemsOf(environment)).toEqual([expect.stringContaining(line)]);
  });

  it.each(['staging', 'production'])('demands a Postgres server in mode %s', (mode) => {
    expect(problemsOf({ SOMABRAIN_MODE: mode })).toEqual([
      expect.stringMatching(
        `^SOMABRAIN_POSTGRES_DSN: it is not set, and SOMABRAIN_MODE=${mode} does not use`,
      ),
    ]);
  });

  it('reports ten mistakes at once, one line each, in the order of the documentation', () => {
    const lines = problemsOf(
      {
        SOMABRAIN_CHANGE_RETENTION_DAYS: 'week',
        SOMABRAIN_WRITE_QUEUE_MAX: '0',
        SOMABRAIN_INDEX_MEMORY_MB: '1',
        SOMABRAIN_DEFAULT_TENANT: '*',
        SOMABRAIN_AUTO_MIGRATE: '2',
        SOMABRAIN_POSTGRES_POOL_SIZE: '1e3',
        POSTGRES_PASSWORD_FILE: '/run/secrets/absent',
        SOMABRAIN_POSTGRES_DSN: 'localhost',
        SOMABRAIN_LOG_LEVEL: 'TRACE',
        SOMABRAIN_PORT: 'x\ny',
      },
      { readFile: noSuchFile },
    );
    expect(lines.map((line) => line.slice(0, line.indexOf(':')))).toEqual([
      'SOMABRAIN_PORT',
      'SOMABRAIN_LOG_LEVEL',
      'SOMABRAIN_POSTGRES_DSN',
      'POSTGRES_PASSWORD_FILE',
      'SOMABRAIN_POSTGRES_POOL_SIZE',
      'SOMABRAIN_AUTO_MIGRATE',
      'SOMABRAIN_DEFAULT_TENANT',
      'SOMABRAIN_INDEX_MEMORY_MB',
      'SOMABRAIN_WRITE_QUEUE_MAX',
      'SOMABRAIN_CHANGE_RETENTION_DAYS',
    ]);
  });

  it('does not call a server missing whose URL is only malformed', () => {
    expect(problemsOf({ SOMABRAIN_MODE: 'production', SOMABRAIN_POSTGRES_DSN: 'db' })).toEqual([
      expect.stringContaining('it does not begin with'),
    ]);
  });
});

describe('values from files', () => {
  it('are read without their last line break', () => {
    const { server } = load(
      { SOMABRAIN_POSTGRES_DSN: 'postgres://soma@db/x', POSTGRES_PASSWORD_FILE: '/run/secrets/password' },
      { readFile: (path) => (path === '/run/secrets/password' ? ' pass word \n' : noSuchFile()) },
    ).configuration.postgres;
    expect(server.kind === 'external' && server.dsn.reveal()).toBe('postgres://soma:%20pass%20word%20@db/x');
  });

  it('name variable and path when they cannot be read', () => {
    expect(problemsOf({ SOMABRAIN_PORT_FILE: '/run/port' }, { readFile: noSuchFile })).toEqual([
      'SOMABRAIN_PORT_FILE: the file "/run/port" cannot be read (ENOENT); write the path of a readable file',
    ]);
  });

  it('are refused when empty, so that a secret that was not filled is not taken for no secret', () => {
    expect(problemsOf({ POSTGRES_PASSWORD_FILE: '/p' }, { readFile: () => '\n' })).toEqual([
      expect.stringContaining('the file "/p" is empty'),
    ]);
  });
});

describe('secrets', () => {
  it('are never in the report, wherever they were written', () => {
    const secret = 'hunter2-hunter2';
    const report = problemsOf(
      {
        SOMABRAIN_MODE: 'production',
        SOMABRAIN_POSTGRES_DSN: `postgres://soma:${secret}`,
        SOMABRAIN_POSTGRES_MIGRATION_DSN: `mysql://soma:${secret}@db/x`,
        SOMABRAIN_HOST: `postgres://soma:${secret}@db/x`,
        POSTGRES_PASSWORD: `${secret}CHANGE_IN_PRODUCTION`,
        SOMABRAIN_PORT_FILE: '/run/secrets/dsn',
      },
      { readFile: () => secret },
    );
    expect(report).toHaveLength(5);
    expect(report.join('\n')).not.toContain(secret);
  });

  it('are not in a printed configuration', () => {
    const { configuration } = load({ SOMABRAIN_POSTGRES_DSN: DSN });
    const printed = `${JSON.stringify(configuration)} ${inspect(configuration, { depth: 9, showHidden: true })}`;
    expect(printed).toContain('[redacted]');
    expect(printed).not.toContain('s3cret');
  });
});

describe('unknown variables', () => {
  it('are named with the nearest known one, without their value', () => {
    const { warnings } = load({
      SOMABRAIN_PROT: '1234',
      SOMABRAIN_LOGLEVEL: 'INFO',
      SOMABRAIN_EMPTY: '',
      OTHER: '1',
    });
    expect(warnings).toEqual([
      'SOMABRAIN_LOGLEVEL is not a known variable and has no effect; the nearest one is SOMABRAIN_LOG_LEVEL',
      'SOMABRAIN_PROT is not a known variable and has no effect; the nearest one is SOMABRAIN_PORT',
    ]);
  });
});
