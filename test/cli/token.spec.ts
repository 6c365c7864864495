import { ServiceProcess } from '../support/service-process';
import { TestDatabase } from '../support/test-database';
import { somabrain } from './cli-process';

const IDENTITY = {
  SOMABRAIN_JWT_SECRET: 'a-secret-of-more-than-thirty-two-bytes',
  SOMABRAIN_JWT_ISSUER: 'https://id.example',
  SOMABRAIN_JWT_AUDIENCE: 'somabrain',
};

describe('somabrain token', () => {
  let database: TestDatabase;
  let service: ServiceProcess;

  beforeAll(async () => {
    database = await TestDatabase.create();
    service = await ServiceProcess.start({ SOMABRAIN_POSTGRES_DSN: database.dsn, ...IDENTITY });
  });
  afterAll(async () => {
    await service.stop();
    await database.drop();
  });

  const recall = async (token: string, headers: Record<string, string> = {}): Promise<number> => {
    const { status } = await fetch(`${service.url}/recall`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}`, ...headers },
      body: '{"query":"x"}',
    });
    return status;
  };

  it('makes a token that the API takes, for its tenants only', async () => {
    const { code, out, err } = await somabrain(
      ['token', '--subject', 'ana', '--tenant', 'acme', '--tenant', 'other', '--ttl', '60'],
      IDENTITY,
    );
    expect([code, err]).toEqual([0, '']);
    const token = out.trim();
    expect(await recall(token, { 'X-Tenant-ID': 'other' })).toBe(200);
    expect(await recall(token)).toBe(400);
    expect(await recall(token, { 'X-Tenant-ID': 'third' })).toBe(403);
  });

  it('makes one in production, too, where the secret is', async () => {
    const { code, out } = await somabrain(['token', '--subject', 'ana', '--tenant', 'acme'], {
      ...IDENTITY,
      SOMABRAIN_MODE: 'production',
      SOMABRAIN_POSTGRES_DSN: 'postgresql://u:p@db/x',
    });
    expect(code).toBe(0);
    expect(await recall(out.trim())).toBe(200);
  });

  it('says of one that no tenant is named in that the API refuses it', async () => {
    const { code, out, err } = await somabrain(['token', '--subject', 'ana'], IDENTITY);
    expect([code, err]).toEqual([0, expect.stringContaining('names no tenant')]);
    expect(await recall(out.trim())).toBe(403);
    const own = await somabrain(['token', '--subject', 'ana'], {
      ...IDENTITY,
      SOMABRAIN_DEFAULT_TENANT: 'acme',
    });
    expect(own.err).toBe('');
  });

  it('keeps a token to its roles', async () => {
    const { out } = await somabrain(
      ['token', '--subject', 'ops', '--tenant', 'acme', '--role', 'auditor', '--json'],
      IDENTITY,
    );
    const { token } = JSON.parse(out) as { token: string };
    expect(await recall(token)).toBe(403);
    const headers = { Authorization: `Bearer ${token}` };
    expect((await fetch(`${service.url}/audit/events`, { headers })).status).toBe(200);
  });

  it.each<[string, string[], Record<string, string>, number, string]>([
    ['without a secret', [], { SOMABRAIN_JWT_SECRET: '' }, 1, 'Set SOMABRAIN_JWT_SECRET'],
    [
      'with a public key alone',
      [],
      { SOMABRAIN_JWT_SECRET: '', SOMABRAIN_JWT_JWKS_URL: 'https://id.example/keys' },
      1,
      'who has its private key makes them',
    ],
    ['with a role that means nothing', ['--role', 'root'], {}, 2, 'It is none of admin, agent'],
    ['with a life without end', ['--ttl', '99999999'], {}, 2, 'It must be a whole number'],
  ])('makes none %s', async (_, args, settings, code, reason) => {
    const run = await somabrain(['token', '--subject', 'ana', '--tenant', 'acme', ...args], {
      ...IDENTITY,
      ...settings,
    });
    expect([run.code, run.out]).toEqual([code, '']);
    expect(run.err).toContain(reason);
  });
});
