import { once } from 'node:events';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { PROJECT, runProgram } from '../support/run-program';
import { TestDatabase } from '../support/test-database';
import { ScriptsCopy } from './scripts-copy';

let copy: ScriptsCopy;
beforeEach(() => {
  copy = new ScriptsCopy();
});
afterEach(() => {
  copy.remove();
});

/** Stands in for the API: healthy from its third answer on. */
async function starting(): Promise<{ port: number; stop: () => void }> {
  let asked = 0;
  const server = createServer((_, response) => {
    asked += 1;
    response.writeHead(asked < 3 ? 503 : 200).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { port: address.port, stop: () => server.close() };
}

describe('dev_up.sh', () => {
  it('starts the stack with secrets and free ports, and waits until it is healthy', async () => {
    const { port, stop } = await starting();
    copy.write('.env', `SOMABRAIN_HOST_PORT=${port}\n`);
    const { code, out } = await copy.run('dev_up.sh', [], { PUBLISHED: `127.0.0.1:${port}->9696/tcp` });
    stop();
    expect(code).toBe(0);
    expect(out).toContain(`API      http://localhost:${port}`);
    expect(copy.dockerCalls.at(-1)).toBe('compose --env-file ./.env -f docker-compose.yml up -d --build');
    expect(copy.environment.SOMABRAIN_JWT_SECRET).toMatch(/^[0-9a-f]{64}$/);
    expect(copy.environment.KAFKA_BIND_ADDRESS).toBeUndefined();
  });

  it('lets clients on other machines reach Kafka', async () => {
    const { port, stop } = await starting();
    copy.write('.env', `SOMABRAIN_HOST_PORT=${port}\n`);
    await copy.run('dev_up.sh', ['--no-build'], {
      PUBLISHED: `127.0.0.1:${port}->9696/tcp`,
      KAFKA_EXTERNAL_HOST: '192.168.1.10',
    });
    stop();
    expect(copy.environment).toMatchObject({
      KAFKA_EXTERNAL_HOST: '192.168.1.10',
      KAFKA_BIND_ADDRESS: '0.0.0.0',
    });
  });
});

describe('migrate_db.sh', () => {
  it('runs the job of the stack', async () => {
    await copy.run('migrate_db.sh', ['--dry-run']);
    expect(copy.dockerCalls).toEqual([
      'compose -f docker-compose.yml --profile dev run --rm somabrain_db_migrate somabrain migrate --adopt --dry-run',
    ]);
  });

  it('takes the settings of .env where there is one', async () => {
    copy.write('.env', '');
    await copy.run('migrate_db.sh');
    expect(copy.dockerCalls).toEqual([
      'compose --env-file ./.env -f docker-compose.yml --profile dev run --rm somabrain_db_migrate somabrain migrate --adopt',
    ]);
  });

  it('migrates the database of the environment with --local, and again', async () => {
    const database = await TestDatabase.create({ migrated: false });
    const run = () =>
      runProgram(join(PROJECT, 'scripts/migrate_db.sh'), ['--local'], {
        env: { SOMABRAIN_POSTGRES_DSN: database.dsn },
      });
    expect((await run()).out).toMatch(/^applied CreateRoles/);
    expect((await run()).out).toBe('The schema is up to date.\n');
    await database.drop();
  });
});
