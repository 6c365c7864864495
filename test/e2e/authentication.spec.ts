import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK } from 'jose';
import { TestDatabase } from '../support/test-database';
import { expectProblem } from './support/expect-problem';
import { RunningApi } from './support/running-api';
import { startOn } from './support/start-api';
import { HOSTILE_HEADERS } from './support/hostile-headers';
import {
  API_TOKEN,
  bearer,
  EC,
  ED25519,
  inSeconds,
  PREVIOUS_SECRET,
  RSA,
  SECRET,
  signed,
} from './support/token-signer';

const QUESTION = { query: 'x' };
const PUBLIC_PEM = RSA.publicKey.export({ type: 'spki', format: 'pem' }) as string;

type Headers = Record<string, string>;

describe('authentication', () => {
  let database: TestDatabase;
  let directory: string;
  const apis: RunningApi[] = [];

  const start = async (settings: Headers): Promise<RunningApi> => {
    const { url, lines, stop } = await startOn(database.dsn, settings);
    const api = new RunningApi(url, lines, stop);
    apis.push(api);
    return api;
  };

  beforeAll(async () => {
    database = await TestDatabase.create();
    directory = await mkdtemp(join(tmpdir(), 'somabrain-keys-'));
  });
  afterAll(async () => {
    for (const api of apis) await api.stop();
    await database.drop();
    await rm(directory, { recursive: true });
  });

  describe('with a secret, the one before it, an issuer, an audience and an API token', () => {
    let api: RunningApi;
    beforeAll(async () => {
      api = await start({
        SOMABRAIN_JWT_SECRET: SECRET,
        SOMABRAIN_JWT_SECRET_PREVIOUS: PREVIOUS_SECRET,
        SOMABRAIN_JWT_ISSUER: 'https://id.example',
        SOMABRAIN_JWT_AUDIENCE: 'somabrain',
        SOMABRAIN_API_TOKEN: API_TOKEN,
      });
    });

    it.each<[string, () => Promise<Headers> | Headers, string]>([
      ['a token in order', async () => bearer(await signed()), 'acme'],
      ['a token of the secret before', async () => bearer(await signed({}, {}, PREVIOUS_SECRET)), 'acme'],
      ['HS512', async () => bearer(await signed({}, { alg: 'HS512' })), 'acme'],
      ['a scheme in lower case', async () => ({ Authorization: `bearer ${await signed()}` }), 'acme'],
      ['several audiences', async () => bearer(await signed({ aud: ['other', 'somabrain'] })), 'acme'],
      [
        'an expiry of a second ago, as clocks differ',
        async () => bearer(await signed({ exp: inSeconds(-1) })),
        'acme',
      ],
      [
        'one of several tenants',
        async () => ({
          ...bearer(await signed({ tenant: undefined, tenants: ['one', 'two'] })),
          'X-Tenant-ID': 'two',
        }),
        'two',
      ],
      ['the API token, for any tenant', () => ({ ...bearer(API_TOKEN), 'X-Tenant-ID': 'any' }), 'any'],
      ['the API token without a tenant', () => bearer(API_TOKEN), 'public'],
      [
        'an administrator without a tenant',
        async () => ({
          ...bearer(await signed({ tenant: undefined, roles: ['admin'] })),
          'X-Tenant-ID': 'any',
        }),
        'any',
      ],
    ])('lets in %s', async (_, headers, tenant) => {
      // The original's form names the tenant.
      const original = { 'X-SomaBrain-Compatibility': 'original' };
      const answer = await api.post('/recall', QUESTION, { ...(await headers()), ...original });
      expect([answer.status, answer.json().tenant]).toEqual([200, tenant]);
    });

    it.each(HOSTILE_HEADERS)('refuses %s', async (_, headers, reason) => {
      const answer = await api.post('/recall', QUESTION, { 'X-Tenant-ID': 'acme', ...(await headers()) });
      expectProblem(answer, 401, 'UNAUTHENTICATED');
      expect(answer.json().detail).toContain(reason);
      expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/);
    });

    it.each<[string, Record<string, unknown>, Headers, number, string]>([
      ['another tenant', {}, { 'X-Tenant-ID': 'other' }, 403, 'TENANT_DENIED'],
      ['another tenant by the older header', {}, { 'X-Soma-Tenant': 'other' }, 403, 'TENANT_DENIED'],
      ['no tenant at all', { tenant: undefined }, {}, 403, 'TENANT_DENIED'],
      ['no tenant, and names one', { tenant: undefined }, { 'X-Tenant-ID': 'acme' }, 403, 'TENANT_DENIED'],
      ['several, and says not which', { tenants: ['other'] }, {}, 400, 'TENANT_REQUIRED'],
      ['one, and a role that means nothing', { roles: ['root'] }, {}, 403, 'PERMISSION_DENIED'],
      ['one, and no right to write', { roles: ['reader'] }, {}, 403, 'PERMISSION_DENIED'],
      ['one, and a scope for reading only', { scope: 'openid memory:read' }, {}, 403, 'PERMISSION_DENIED'],
      ['one, and names none', {}, { 'X-Tenant-ID': 'a b' }, 400, 'TENANT_INVALID'],
    ])('keeps an identity to what it may: %s', async (_, claims, headers, status, code) => {
      const authorised = { ...bearer(await signed(claims)), ...headers };
      expectProblem(await api.post('/remember', { content: 'x' }, authorised), status, code);
    });

    it('writes down who did it, by the name of the token', async () => {
      const headers = bearer(await signed({ sub: 'Zoë <zoe@example>', roles: ['agent', 'auditor'] }));
      const { id } = (await api.post('/remember', { content: 'by Zoë' }, headers)).json<{ id: string }>();
      const { items } = (await api.get(`/audit/events?resource_id=${id}`, headers)).json<{
        items: { actor: string }[];
      }>();
      expect(items.map(({ actor }) => actor)).toEqual(['Zoë <zoe@example>']);
    });

    it('asks everybody at every path that is not public, also where there is no route', async () => {
      const { paths } = (await api.get('/openapi.json')).json<{
        paths: Record<string, Record<string, { 'x-required-permission'?: string }>>;
      }>();
      const open: string[] = [];
      for (const [path, methods] of Object.entries(paths)) {
        for (const [method, operation] of Object.entries(methods)) {
          const { status } = await api.send(method.toUpperCase(), path.replace('{id}', 'x'));
          if (operation['x-required-permission'] === undefined) open.push(path);
          else expect([method, path, status]).toEqual([method, path, 401]);
        }
      }
      expect(open.sort()).toEqual([
        '/.well-known/oauth-protected-resource',
        '/.well-known/oauth-protected-resource/mcp',
        '/health',
        '/health/live',
        '/health/ready',
        '/metrics',
      ]);
      for (const path of [
        '/nowhere',
        '/Recall',
        '//recall',
        '/recall/',
        '/healthy',
        '/docsx',
        '/%72ecall',
        '/.well-known/openid-configuration',
      ]) {
        expect([path, (await api.send('POST', path, { body: '{}' })).status]).toEqual([path, 401]);
      }
      for (const path of ['/docs', '/openapi.json', '/asyncapi.json', '/healthz'])
        expect((await api.get(path)).status).toBe(200);
    });

    it('reads nothing of the body of somebody it does not know', async () => {
      expectProblem(await api.postText('/remember', '{', {}), 401, 'UNAUTHENTICATED');
      expectProblem(
        await api.postText('/remember/batch', 'x'.repeat(40_000_000), {}),
        401,
        'UNAUTHENTICATED',
      );
    });

    it('logs no token and no error for all this', () => {
      const log = JSON.stringify(api.log);
      expect(log).not.toContain(API_TOKEN);
      expect(log).not.toMatch(/eyJ|"level":"ERROR"/);
    });
  });

  describe('with the public key of a file', () => {
    let api: RunningApi;
    beforeAll(async () => {
      const path = join(directory, 'public.pem');
      await writeFile(path, PUBLIC_PEM);
      api = await start({ SOMABRAIN_JWT_PUBLIC_KEY_PATH: path });
    });

    it('lets in what its private key signed', async () => {
      for (const alg of ['RS256', 'RS512', 'PS256']) {
        const headers = bearer(await signed({}, { alg }, RSA.privateKey));
        expect([alg, (await api.post('/recall', QUESTION, headers)).status]).toEqual([alg, 200]);
      }
    });

    it.each<[string, () => Promise<string> | string, string]>([
      [
        'a token signed with the public key as a secret',
        () => signed({}, { alg: 'HS256' }, PUBLIC_PEM),
        'algorithm',
      ],
      ['another key', () => signed({}, { alg: 'ES256' }, EC.privateKey), 'algorithm'],
      ['an algorithm of another key', () => signed({}, { alg: 'EdDSA' }, ED25519.privateKey), 'algorithm'],
    ])('refuses %s', async (_, token, reason) => {
      const answer = await api.post('/recall', QUESTION, bearer(await token()));
      expectProblem(answer, 401, 'UNAUTHENTICATED');
      expect(answer.json().detail).toContain(reason);
    });
  });

  describe('with keys from a URL', () => {
    let server: Server;
    let api: RunningApi;
    let keys: object[];
    let fetches = 0;
    let tokens = 0;

    beforeAll(async () => {
      server = createServer((_, response) => {
        fetches += 1;
        response.setHeader('Content-Type', 'application/json').end(JSON.stringify({ keys }));
      }).listen(0, '127.0.0.1');
      await once(server, 'listening');
      keys = [{ ...(await exportJWK(EC.publicKey)), kid: 'first', alg: 'ES256', use: 'sig' }];
      api = await start({
        SOMABRAIN_JWT_JWKS_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`,
      });
    });
    afterAll(() => {
      server.closeAllConnections();
      server.close();
    });

    /** Asks with a token that nobody has shown before. */
    const ask = async (kid: string, alg: string, key = EC.privateKey) => {
      tokens += 1;
      return api.post(
        '/recall',
        QUESTION,
        bearer(await signed({ jti: `token-${tokens}` }, { alg, kid }, key)),
      );
    };

    it('fetches them once, and takes a key that is not among them for unknown', async () => {
      for (let number = 0; number < 20; number += 1) expect((await ask('first', 'ES256')).status).toBe(200);
      expect(fetches).toBe(1);
      const unknown = await ask('second', 'EdDSA', ED25519.privateKey);
      expectProblem(unknown, 401, 'UNAUTHENTICATED');
      expect(unknown.json().detail).toContain('a key that is not known');
    });

    it('says that it cannot tell while they cannot be fetched, and knows them when they can', async () => {
      const other = await start({ SOMABRAIN_JWT_JWKS_URL: 'http://127.0.0.1:9/keys' });
      const headers = bearer(await signed({}, { alg: 'ES256', kid: 'first' }, EC.privateKey));
      const answer = await other.post('/recall', QUESTION, headers);
      expectProblem(answer, 503, 'IDENTITY_UNAVAILABLE');
      expect(answer.headers.get('retry-after')).toBe('2');
      expect((await other.get('/health')).status).toBe(200);
    });
  });

  it('can be asked for metrics and documentation, too', async () => {
    const api = await start({ SOMABRAIN_API_TOKEN: API_TOKEN, SOMABRAIN_PROTECT_METRICS: '1' });
    for (const path of ['/metrics', '/docs', '/openapi.json', '/asyncapi.json']) {
      expectProblem(await api.get(path), 401, 'UNAUTHENTICATED');
      expect([path, (await api.get(path, bearer(API_TOKEN))).status]).toEqual([path, 200]);
    }
    expect((await api.get('/health')).status).toBe(200);
  });

  it('is aggregated in the audit of the service', async () => {
    const api = await start({ SOMABRAIN_API_TOKEN: API_TOKEN });
    for (let number = 0; number < 30; number += 1) await api.post('/recall', QUESTION, bearer('wrong'));
    await api.stop();
    const rows = await database.asOwner<{ record: { data: unknown } }>(
      `select record from audit_log where stream = 'events' and record ->> 'action' = 'auth.failed' order by seq desc limit 1`,
    );
    expect(rows[0]?.record.data).toEqual({ reason: 'malformed', count: 30 });
  });
});
