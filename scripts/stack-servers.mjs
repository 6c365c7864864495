/** The servers that the stack suites run on: those that the environment names, else those of test/stack/docker-compose.yml. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root, SetupError } from './setup.mjs';

const DATABASES = ['POSTGRES_SUPERUSER_URL', 'DATABASE_URL', 'SOMABRAIN_POSTGRES_DSN'];
const SERVERS = ['REDIS_URL', 'OPA_URL', 'KAFKA_BROKERS'];
const COMPOSE_FILE = join(root, 'test/stack/docker-compose.yml');
/** Where that file has them listen. */
const COMPOSED = {
  DATABASE_URL: 'postgresql://postgres:postgres@127.0.0.1:55432/postgres',
  REDIS_URL: 'redis://127.0.0.1:56379/0',
  OPA_URL: 'http://127.0.0.1:58181',
  KAFKA_BROKERS: '127.0.0.1:59092',
  SOMABRAIN_STACK_CONTROL: `${process.execPath} ${join(root, 'scripts/stack-control.mjs')}`,
};

/** A compose command for those servers, as program and arguments. */
export function compose(...args) {
  return ['docker', 'compose', '--file', COMPOSE_FILE, ...args];
}

/**
 * Makes the environment name every server, for the processes that are started from here.
 * @returns what removes the servers again that were started
 * @throws SetupError where there are none: a missing server is a failure
 */
export function provideServers() {
  const named = [...DATABASES, ...SERVERS].some((name) => process.env[name]);
  const remove = named ? () => undefined : startServers();
  const database = DATABASES.find((name) => process.env[name]);
  const missing = [...(database ? [] : [DATABASES[1]]), ...SERVERS.filter((name) => !process.env[name])];
  if (missing.length > 0) {
    throw new SetupError(
      `The suites of test/stack run on real servers: set ${missing.join(', ')} to their URLs.`,
    );
  }
  process.env.SOMABRAIN_TEST_POSTGRES_DSN = process.env[database];
  process.env.SOMABRAIN_TEST_STACK = '1';
  return remove;
}

function startServers() {
  const answers = spawnSync('docker', ['info'], { stdio: 'ignore' }).status === 0;
  if (!answers) {
    throw new SetupError(
      'The suites of test/stack run on real servers. Set DATABASE_URL, REDIS_URL, OPA_URL and KAFKA_BROKERS to their URLs, and\n' +
        'SOMABRAIN_STACK_CONTROL to a command that disturbs them; or start a container engine, for those of test/stack/docker-compose.yml.',
    );
  }
  run('up', '--detach', '--wait');
  Object.assign(process.env, COMPOSED);
  return () => run('down', '--volumes');
}

function run(...args) {
  const [program, ...rest] = compose(...args);
  const { status } = spawnSync(program, rest, { stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new SetupError(`"${[program, ...rest].join(' ')}" failed: see above.`);
}
