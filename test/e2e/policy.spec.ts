import { TestDatabase } from '../support/test-database';
import { FakeOpa } from '../support/fake-opa';
import { waitFor } from '../support/wait-for';
import { RunningApi } from './support/running-api';
import { startOn } from './support/start-api';
import { bearer, SECRET, signed } from './support/token-signer';

const MCP = { Accept: 'application/json, text/event-stream' };

interface Problem {
  readonly code: string;
  readonly detail: string;
  readonly decision?: { readonly id: string; readonly reasons: readonly string[] };
}

describe('the policy of an OPA server', () => {
  let database: TestDatabase;
  let opa: FakeOpa;
  let api: RunningApi;
  let headers: Record<string, string>;

  beforeAll(async () => {
    database = await TestDatabase.create();
    opa = await FakeOpa.start();
    const settings = {
      SOMABRAIN_OPA_ENDPOINT: opa.url,
      SOMABRAIN_OPA_CACHE_MS: '0',
      SOMABRAIN_JWT_SECRET: SECRET,
    };
    const { url, lines, stop } = await startOn(database.dsn, settings);
    api = new RunningApi(url, lines, stop);
    headers = bearer(await signed({ iss: undefined, aud: undefined, roles: ['admin', 'gardener'] }));
  });
  afterAll(async () => {
    await api.stop();
    await opa.stop();
    await database.drop();
  });
  beforeEach(() => {
    opa.questions.length = 0;
    opa.rule = () => ({ allow: true });
  });

  const tool = (name: string, input: object) =>
    api.post(
      '/mcp',
      { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: input } },
      { ...headers, ...MCP },
    );
  const eventsOf = async (query: string) =>
    (await api.get(`/audit/events?${query}`, headers)).json<{ items: Record<string, unknown>[] }>().items;

  it('is asked who wants to do what, to which thing, by which request, and nothing of what is in it', async () => {
    const { id } = (await api.post('/remember', { content: 'a secret' }, headers)).json<{ id: string }>();
    await api.get(`/memories/${id}?x=1`, headers);
    await api.get(`/memories/${id}`, headers);
    await tool('recall', { query: 'a secret' });
    await tool('get_memory', { id });
    const subject = {
      id: 'ana',
      roles: ['admin', 'gardener'],
      permissions: ['memory:read', 'memory:write', 'memory:delete', 'audit:read', 'tenant:read'],
    };
    const tenant = 'acme';
    const read = { method: 'GET', path: '/memories/{id}' };
    expect(opa.questions).toEqual([
      {
        subject,
        tenant,
        action: 'memory:write',
        resource: { type: 'memory', id: null },
        request: { method: 'POST', path: '/remember' },
      },
      { subject, tenant, action: 'memory:read', resource: { type: 'memory', id }, request: read },
      { subject, tenant, action: 'memory:read', resource: { type: 'memory', id }, request: read },
      {
        subject,
        tenant,
        action: 'memory:read',
        resource: { type: 'memory', id: null },
        request: { method: 'POST', path: '/mcp', tool: 'recall' },
      },
      {
        subject,
        tenant,
        action: 'memory:read',
        resource: { type: 'memory', id },
        request: { method: 'POST', path: '/mcp', tool: 'get_memory' },
      },
    ]);
  });

  it('denies with its reasons and the id by which the audit knows the decision', async () => {
    opa.rule = ({ action }) => ({ allow: action === 'audit:read', reasons: ['not on Sundays'] });
    const answer = await api.post('/recall', { query: 'anything' }, headers);
    const { code, detail, decision } = answer.json<Problem>();
    expect([answer.status, code, detail]).toEqual([
      403,
      'POLICY_DENIED',
      'OPA policy denied request: not on Sundays',
    ]);
    expect(decision?.reasons).toEqual(['not on Sundays']);
    const used = (await tool('recall', { query: 'anything' })).json<{
      result: { isError: boolean; content: [{ text: string }] };
    }>();
    const { isError, content } = used.result;
    expect([isError, JSON.parse(content[0].text)]).toMatchObject([true, { code: 'POLICY_DENIED' }]);
    let denied: Record<string, unknown> | undefined;
    await waitFor(
      async () => {
        const events = await eventsOf('action=policy.denied');
        denied = events.find(({ decision_id: of }) => of === decision?.id);
        return denied !== undefined;
      },
      { timeoutMs: 10_000, what: () => 'the record of the denial' },
    );
    expect(denied).toMatchObject({
      actor: 'ana',
      outcome: 'denied',
      stream: 'events',
      tenant: 'acme',
      data: { action: 'memory:read', path: '/recall', reasons: ['not on Sundays'], count: 1 },
    });
  });

  it('is in the record of what it allowed', async () => {
    const { id } = (await api.post('/remember', { content: 'allowed' }, headers)).json<{ id: string }>();
    const [record] = await eventsOf(`resource_id=${id}&stream=operations`);
    expect(record?.decision_id).toMatch(/^[0-9a-f-]{36}$/);
    expect((await api.post('/audit/verify', {}, headers)).json<{ ok: boolean }>().ok).toBe(true);
  });

  it('is not asked for health and metrics', async () => {
    opa.rule = () => ({ allow: false });
    for (const path of ['/health/live', '/health/ready', '/health', '/metrics']) {
      expect([path, (await api.get(path)).status]).toEqual([path, 200]);
    }
  });
});

describe('while OPA is down', () => {
  let database: TestDatabase;
  let opa: FakeOpa;

  beforeAll(async () => {
    database = await TestDatabase.create();
  });
  beforeEach(async () => {
    opa = await FakeOpa.start();
  });
  afterEach(() => opa.stop());
  afterAll(() => database.drop());

  const start = async (mode: string): Promise<RunningApi> => {
    const { url, lines, stop } = await startOn(database.dsn, {
      SOMABRAIN_MODE: mode,
      // Beyond loopback a policy that allows everything to everybody ends the start.
      SOMABRAIN_HOST: '127.0.0.1',
      SOMABRAIN_OPA_URL: opa.url,
      SOMABRAIN_OPA_CACHE_MS: '0',
      SOMABRAIN_DISABLE_AUTH: '1',
    });
    return new RunningApi(url, lines, stop);
  };
  const recall = (api: RunningApi) => api.post('/recall', { query: 'anything' });

  it.each([
    ['enterprise', 403, 503, 'unhealthy'],
    ['development', 200, 200, 'degraded'],
  ])('mode %s answers %i, and health says so', async (mode, status, health, word) => {
    const api = await start(mode);
    try {
      expect((await recall(api)).status).toBe(200);
      expect((await api.get('/health')).json<{ status: string }>().status).toBe('healthy');
      opa.rule = () => ({ allow: 'garbage' });
      const answer = await recall(api);
      expect(answer.status).toBe(status);
      if (status === 403) {
        expect(answer.json<Problem>()).toMatchObject({ code: 'POLICY_UNAVAILABLE' });
        expect(answer.text).toContain('OPA policy unavailable');
      }
      await waitFor(
        async () => {
          const report = await api.get('/health');
          const { status: told, opa_ok: ok } = report.json<{ status: string; opa_ok: boolean }>();
          return report.status === health && told === word && !ok;
        },
        { timeoutMs: 10_000, what: () => 'health to notice' },
      );
      expect((await api.get('/metrics')).status).toBe(200);
      expect((await api.get('/health/live')).status).toBe(200);
      opa.rule = () => ({ allow: true });
      await waitFor(async () => (await recall(api)).status === 200, {
        timeoutMs: 10_000,
        what: () => 'recalls again',
      });
      expect(api.log.filter(({ level }) => level === 'FATAL')).toEqual([]);
    } finally {
      await api.stop();
    }
  });
});
