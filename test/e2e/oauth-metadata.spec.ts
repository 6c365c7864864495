import { discoverOAuthProtectedResourceMetadata } from '@modelcontextprotocol/sdk/client/auth.js';
import { expectProblem } from './support/expect-problem';
import type { RunningApi } from './support/running-api';
import { startApi } from './support/start-api';
import { bearer, SECRET, signed } from './support/token-signer';

const PATH = '/.well-known/oauth-protected-resource';
const PING = { jsonrpc: '2.0', id: 1, method: 'ping' };

describe('where a client gets a token', () => {
  let told: RunningApi;
  let silent: RunningApi;

  beforeAll(async () => {
    told = await startApi({
      SOMABRAIN_JWT_SECRET: SECRET,
      SOMABRAIN_PUBLIC_URL: 'https://brain.example.com',
      SOMABRAIN_OAUTH_AUTHORIZATION_SERVERS: 'https://id.example.com',
    });
    silent = await startApi({ SOMABRAIN_JWT_SECRET: SECRET });
  });
  afterAll(async () => {
    await told.stop();
    await silent.stop();
  });

  it.each([
    [PATH, 'https://brain.example.com'],
    [`${PATH}/mcp`, 'https://brain.example.com/mcp'],
  ])('stands at %s, and names the API by its configured URL', async (path, resource) => {
    const hostile = { 'X-Forwarded-Host': 'evil.example', Forwarded: 'host=evil.example' };
    const answer = await told.get(path, hostile);
    expect([answer.status, answer.json()]).toEqual([
      200,
      {
        resource,
        authorization_servers: ['https://id.example.com'],
        bearer_methods_supported: ['header'],
        scopes_supported: ['memory:read', 'memory:write', 'memory:delete'],
        resource_name: 'SomaBrain',
        resource_documentation: 'https://brain.example.com/docs',
      },
    ]);
  });

  it.each([
    ['/mcp', `${PATH}/mcp`],
    ['/mcp/u/ana?namespace=notes', `${PATH}/mcp`],
    ['/recall', PATH],
    ['/mcpx', PATH],
  ])('is what a 401 of %s names', async (path, metadata) => {
    const answer = await told.post(path, PING);
    expectProblem(answer, 401, 'UNAUTHENTICATED');
    expect(answer.headers.get('www-authenticate')).toBe(
      `Bearer resource_metadata="https://brain.example.com${metadata}"`,
    );
  });

  it('stands beside what is wrong with a token', async () => {
    const expired = bearer(await signed({ exp: 1 }));
    expect((await told.post('/mcp', PING, expired)).headers.get('www-authenticate')).toBe(
      `Bearer error="invalid_token", error_description="it has expired", resource_metadata="https://brain.example.com${PATH}/mcp"`,
    );
    expect(
      (await told.post('/mcp', PING, bearer(await signed()))).headers.get('www-authenticate'),
    ).toBeNull();
  });

  it('stands beside the permissions that a token lacks', async () => {
    const reader = bearer(await signed({ roles: [], scope: 'memory:read' }));
    const stranger = bearer(await signed({ roles: [], scope: 'profile' }));
    const challenges = await Promise.all([
      told.post('/mcp', PING, stranger),
      told.post('/remember', { content: 'a note' }, reader),
      silent.post('/mcp', PING, stranger),
    ]);
    for (const refused of challenges) expectProblem(refused, 403, 'PERMISSION_DENIED');
    const all = ['memory:read', 'memory:write', 'memory:delete'];
    const lacks = (wanted: string[]) =>
      `Bearer error="insufficient_scope", error_description="the token lacks the permission ${wanted.join(' or ')}", scope="${wanted.join(' ')}"`;
    expect(challenges.map(({ headers }) => headers.get('www-authenticate'))).toEqual([
      `${lacks(all)}, resource_metadata="https://brain.example.com${PATH}/mcp"`,
      `${lacks(['memory:write'])}, resource_metadata="https://brain.example.com${PATH}"`,
      lacks(all),
    ]);
  });

  it('is found by the official client', async () => {
    const fetchHere = (url: string | URL, init?: RequestInit) =>
      fetch(`${told.url}${new URL(url).pathname}`, init);
    const found = await discoverOAuthProtectedResourceMetadata(
      'https://brain.example.com/mcp',
      {},
      fetchHere,
    );
    expect(found).toMatchObject({ resource: 'https://brain.example.com/mcp' });
  });

  it('is not told where no authorization server is known', async () => {
    for (const path of [PATH, `${PATH}/mcp`]) {
      const answer = await silent.get(path);
      expectProblem(answer, 404, 'ROUTE_NOT_FOUND');
      expect(answer.json().detail).toContain('SOMABRAIN_PUBLIC_URL');
    }
    const refused = await silent.post('/mcp', PING);
    expect(refused.headers.get('www-authenticate')).toBe('Bearer');
  });
});
