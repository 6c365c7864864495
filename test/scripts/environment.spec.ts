import { COMPOSE_VARIABLES, loadConfiguration } from '@somabrain/config';
import { createPrivateKey } from 'node:crypto';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { ScriptsCopy } from './scripts-copy';

const SECRETS = [
  'POSTGRES_PASSWORD',
  'POSTGRES_OWNER_PASSWORD',
  'POSTGRES_EXPORTER_PASSWORD',
  'REDIS_PASSWORD',
  'SOMABRAIN_MEMORY_HTTP_TOKEN',
  'SOMABRAIN_OPA_TOKEN',
  'SOMABRAIN_JWT_SECRET',
  'SOMABRAIN_API_TOKEN',
  'SOMABRAIN_METRICS_TOKEN',
] as const;

let copy: ScriptsCopy;
beforeEach(() => {
  copy = new ScriptsCopy();
});
afterEach(() => {
  copy.remove();
});

describe('generate_global_env.sh', () => {
  it('makes .env with secrets that production takes, for its owner only', async () => {
    expect(await copy.run('generate_global_env.sh')).toMatchObject({ code: 0, err: '' });
    const { environment } = copy;
    expect(Object.keys(environment).sort()).toEqual([...SECRETS, 'BACKUP_SIGNING_KEY'].sort());
    for (const name of SECRETS) expect(environment[name]).toMatch(/^[0-9a-f]{64}$/);
    expect(new Set(Object.values(environment)).size).toBe(SECRETS.length + 1);
    expect(statSync(join(copy.directory, '.env')).mode & 0o777).toBe(0o600);
    const production = {
      SOMABRAIN_MODE: 'production',
      SOMABRAIN_POSTGRES_DSN: 'postgresql://soma@postgres/somabrain',
      SOMABRAIN_REDIS_URL: 'redis://redis:6379/0',
      SOMABRAIN_KAFKA_URL: 'kafka://kafka:9092',
      SOMABRAIN_OPA_URL: 'http://opa:8181',
      SOMABRAIN_MEMORY_HTTP_ENDPOINT: 'http://memory-service:9595',
    };
    expect(() => loadConfiguration({ ...environment, ...production })).not.toThrow();
  });

  it('makes a key that backups are signed with', async () => {
    const signingKey = async () => {
      await copy.run('generate_global_env.sh', ['--force']);
      const key = Buffer.from(copy.environment.BACKUP_SIGNING_KEY!, 'base64');
      return createPrivateKey({ key, format: 'der', type: 'pkcs8' });
    };
    const [first, second] = [await signingKey(), await signingKey()];
    expect([first.asymmetricKeyType, first.equals(second)]).toEqual(['ed25519', false]);
  });

  it('leaves what is set, so that it can be run again', async () => {
    copy.write('.env', 'POSTGRES_PASSWORD=mine&yours\\1\nSOMABRAIN_RATE_RPS=7\n#SOMABRAIN_API_TOKEN=\n');
    await copy.run('generate_global_env.sh');
    const first = copy.environment;
    await copy.run('generate_global_env.sh');
    expect(copy.environment).toEqual(first);
    expect(first).toMatchObject({ POSTGRES_PASSWORD: 'mine&yours\\1', SOMABRAIN_RATE_RPS: '7' });
    expect(Object.keys(first)).toEqual(expect.arrayContaining([...SECRETS]));
  });

  it('makes all of it anew with --force, and keeps the old file', async () => {
    await copy.run('generate_global_env.sh');
    const before = copy.environment;
    const { out } = await copy.run('generate_global_env.sh', ['--force']);
    for (const name of SECRETS) expect(copy.environment[name]).not.toBe(before[name]);
    const [, kept = ''] = /is now (\S+)\./.exec(out) ?? [];
    expect(copy.read(kept)).toContain(before.SOMABRAIN_API_TOKEN);
  });

  it('shows no secret', async () => {
    const { out } = await copy.run('generate_global_env.sh');
    for (const name of [...SECRETS, 'BACKUP_SIGNING_KEY']) expect(out).not.toContain(copy.environment[name]);
  });
});

describe('assign_ports.sh', () => {
  const servers: Server[] = [];
  const ports = () => JSON.parse(copy.read('ports.json')) as Record<string, number>;

  async function takenPort(): Promise<number> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    servers.push(server);
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    return address.port;
  }

  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
  });

  it('writes the keys of docker-compose.yml to .env and ports.json', async () => {
    expect(await copy.run('assign_ports.sh')).toMatchObject({ code: 0, err: '' });
    const names = [...COMPOSE_VARIABLES.keys()].filter((name) => name.endsWith('_HOST_PORT'));
    expect(Object.keys(ports()).sort()).toEqual(names.sort());
    for (const name of names) expect(copy.environment[name]).toBe(String(ports()[name]));
  });

  it('exchanges ports that are taken for free ones, and nothing else of .env', async () => {
    const taken = [await takenPort(), await takenPort()];
    copy.write(
      '.env',
      `# mine\nSOMABRAIN_HOST_PORT=${taken[0]}\nOPA_HOST_PORT=${taken[1]}\nSOMABRAIN_RATE_RPS=7\n`,
    );
    const { out } = await copy.run('assign_ports.sh');
    expect(out).toContain(`SOMABRAIN_HOST_PORT: ${taken[0]} is taken, now 3`);
    const given = Object.values(ports());
    expect(given).not.toContain(taken[0]);
    expect(given).not.toContain(taken[1]);
    expect(new Set(given).size).toBe(given.length);
    expect(ports().SOMABRAIN_HOST_PORT).toBeGreaterThanOrEqual(30_000);
    expect(copy.read('.env')).toContain('# mine\n');
    expect(copy.environment.SOMABRAIN_RATE_RPS).toBe('7');
  });

  it('gives no port twice, even where .env does', async () => {
    const port = await takenPort();
    servers.splice(0).forEach((server) => server.close());
    copy.write('.env', `SOMABRAIN_HOST_PORT=${port}\nREDIS_HOST_PORT=${port}\n`);
    await copy.run('assign_ports.sh');
    expect(ports().SOMABRAIN_HOST_PORT).toBe(port);
    expect(ports().REDIS_HOST_PORT).not.toBe(port);
  });

  it('leaves the ports on which the stack itself listens', async () => {
    const own = await takenPort();
    copy.write('.env', `SOMABRAIN_HOST_PORT=${own}\n`);
    await copy.run('assign_ports.sh', [], { PUBLISHED: `127.0.0.1:${own}->9696/tcp, 9595/tcp` });
    expect(ports().SOMABRAIN_HOST_PORT).toBe(own);
  });

  it('changes nothing when it is run again', async () => {
    await copy.run('assign_ports.sh');
    const [env, json] = [copy.read('.env'), copy.read('ports.json')];
    await copy.run('assign_ports.sh');
    expect([copy.read('.env'), copy.read('ports.json')]).toEqual([env, json]);
  });
});

describe('every script', () => {
  it.each(['generate_global_env.sh', 'assign_ports.sh', 'dev_up.sh', 'migrate_db.sh'])(
    '%s tells what it does and does nothing with --help, and refuses what it does not know',
    async (script) => {
      const help = await copy.run(script, ['--help']);
      expect(help).toMatchObject({ code: 0, err: '' });
      expect(help.out).toContain(`Usage: scripts/${script}`);
      expect(copy.dockerCalls).toEqual([]);
    },
  );

  it.each(['generate_global_env.sh', 'assign_ports.sh', 'dev_up.sh'])(
    '%s refuses an option it does not know',
    async (script) => {
      const { code, err } = await copy.run(script, ['--frobnicate']);
      expect(code).toBe(2);
      expect(err).toContain('Usage:');
    },
  );
});
