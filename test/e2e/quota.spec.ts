import { TestDatabase } from '../support/test-database';
import { waitFor } from '../support/wait-for';
import { expectProblem } from './support/expect-problem';
import { RunningApi } from './support/running-api';
import { startOn } from './support/start-api';
import { bearer, SECRET, signed } from './support/token-signer';

const LIMIT = 50;

interface Usage {
  readonly memories: number;
  readonly namespaces: number;
  readonly writes: { today: number; limit: number | null; remaining: number | null; resets_at: string };
}

describe('the daily quota of writes', () => {
  let database: TestDatabase;
  let apis: RunningApi[];

  const start = async (settings: Record<string, string> = {}): Promise<RunningApi> => {
    const { url, lines, stop } = await startOn(database.dsn, settings);
    const api = new RunningApi(url, lines, stop);
    apis.push(api);
    return api;
  };

  beforeAll(async () => {
    database = await TestDatabase.create();
    apis = [];
    for (let process = 0; process < 2; process += 1)
      await start({ SOMABRAIN_WRITE_DAILY_LIMIT: String(LIMIT) });
  });
  afterAll(async () => {
    for (const api of apis) await api.stop();
    await database.drop();
  });

  const api = (index = 0): RunningApi => {
    const found = apis[index];
    if (!found) throw new Error('There is no such process');
    return found;
  };
  const of = (tenant: string) => ({ 'X-Tenant-ID': tenant });
  const usageOf = async (tenant: string): Promise<Usage> =>
    (await api().get(`/tenants/${tenant}/usage`, of(tenant))).json<Usage>();

  it('is exact at its edge, however many ask at once, through two processes', async () => {
    const answers = await Promise.all(
      Array.from({ length: 2 * LIMIT }, (_, index) =>
        api(index % 2).post('/remember', { content: `Note ${index}` }, of('eager')),
      ),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(LIMIT);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(LIMIT);
    const usage = await usageOf('eager');
    expect(usage).toMatchObject({ memories: LIMIT, writes: { today: LIMIT, limit: LIMIT, remaining: 0 } });
    expect(usage.writes.resets_at).toMatch(/T00:00:00\.000Z$/);
    const refused = await api().post('/remember', { content: 'One more' }, of('eager'));
    expectProblem(refused, 429, 'QUOTA_EXCEEDED');
    expect(refused.json().detail).toMatch(/^daily write quota exceeded/);
    const wait = Number(refused.headers.get('retry-after'));
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(86_400);
    // It is that tenant's alone, and recall goes on.
    expect((await api().post('/remember', { content: 'Calm' }, of('calm'))).status).toBe(201);
    expect((await api().post('/recall', { query: 'note' }, of('eager'))).status).toBe(200);
  });

  it('charges a batch for what it stores: as far as it goes, or not at all', async () => {
    const batch = (count: number, atomic: boolean) => ({
      memories: Array.from({ length: count }, (_, index) => ({ content: `Of a batch ${count} ${index}` })),
      atomic,
    });
    const send = (count: number, atomic: boolean) =>
      api().post('/remember/batch', batch(count, atomic), of('batches'));
    expect((await send(LIMIT - 5, true)).json()).toMatchObject({ stored: LIMIT - 5 });
    expectProblem(await send(6, true), 429, 'QUOTA_EXCEEDED');
    expect((await usageOf('batches')).writes.today).toBe(LIMIT - 5);
    const partly = (await send(7, false)).json<{
      stored: number;
      failed: number;
      results: { error?: { code: string } }[];
    }>();
    expect(partly).toMatchObject({ stored: 5, failed: 2 });
    expect(partly.results.at(-1)?.error?.code).toBe('QUOTA_EXCEEDED');
    expect((await usageOf('batches')).writes.remaining).toBe(0);
    expectProblem(await send(2, false), 429, 'QUOTA_EXCEEDED');
  });

  it('costs nothing where the write is refused for another reason, or repeated', async () => {
    const headers = { ...of('frugal'), 'Idempotency-Key': 'once' };
    for (let times = 0; times < 3; times += 1) await api().post('/remember', { content: 'Once' }, headers);
    expect((await api().post('/remember', { content: '' }, of('frugal'))).status).toBe(400);
    expect((await usageOf('frugal')).writes.today).toBe(1);
  });

  it('is told to the audit, once a minute', async () => {
    const events = await start({ SOMABRAIN_WRITE_DAILY_LIMIT: '1' });
    for (const content of ['a', 'b', 'c']) await events.post('/remember', { content }, of('told'));
    await events.stop();
    apis.splice(apis.indexOf(events), 1);
    const trail = await api().get('/audit/events?action=quota.exceeded', of('told'));
    expect(trail.json<{ items: unknown[] }>().items).toMatchObject([
      { actor: 'anonymous', outcome: 'denied', data: { quota: 'daily_writes', count: 2 } },
    ]);
  });

  it('stops an import, which can be sent again when there is room', async () => {
    const source = of('source');
    for (let index = 0; index < 10; index += 1)
      await api().post('/remember', { content: `Line ${index}` }, source);
    const file = (await api().get('/export', source)).text;
    const put = (limit: number | null) =>
      api().send('PUT', '/tenants/target', {
        headers: { ...of('target'), 'Content-Type': 'application/json' },
        body: JSON.stringify({ write_daily_limit: limit }),
      });
    const send = () =>
      api().postText('/import', file, { ...of('target'), 'Content-Type': 'application/x-ndjson' });
    expect((await put(4)).json()).toMatchObject({
      own: { write_daily_limit: 4 },
      effective: { write_daily_limit: 4 },
    });
    expectProblem(await send(), 429, 'QUOTA_EXCEEDED');
    expect((await usageOf('target')).memories).toBe(4);
    await put(null);
    expect((await send()).json()).toMatchObject({ imported: 10, failed: 0 });
    expect((await usageOf('target')).memories).toBe(10);
  });
});

describe('the limits of a tenant', () => {
  let database: TestDatabase;
  let api: RunningApi;

  beforeAll(async () => {
    database = await TestDatabase.create();
    const { url, lines, stop } = await startOn(database.dsn, {
      SOMABRAIN_JWT_SECRET: SECRET,
      SOMABRAIN_RATE_RPS: '100',
      SOMABRAIN_WRITE_DAILY_LIMIT: '1000',
    });
    api = new RunningApi(url, lines, stop);
  });
  afterAll(async () => {
    await api.stop();
    await database.drop();
  });

  const token = async (claims: Record<string, unknown>) =>
    bearer(await signed({ iss: undefined, aud: undefined, ...claims }));
  const operator = () => token({ sub: 'operator', tenant: undefined, roles: ['admin'] });
  const put = async (body: unknown, headers: Record<string, string>) =>
    api.send('PUT', '/tenants/acme', {
      headers: { ...headers, 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });

  it('are the defaults of the service, until an operator sets others, which the audit tells', async () => {
    const defaults = { rate_rps: 100, rate_burst: 200, write_daily_limit: 1000 };
    expect((await api.get('/tenants/acme', await operator())).json()).toEqual({
      tenant: 'acme',
      own: { rate_rps: null, rate_burst: null, write_daily_limit: null },
      effective: defaults,
    });
    const own = { rate_rps: 0.5, rate_burst: 2, write_daily_limit: 7 };
    expect((await put(own, await operator())).json()).toEqual({ tenant: 'acme', own, effective: own });
    const user = await token({ roles: ['admin'] });
    expect((await api.get('/memories', user)).headers.get('ratelimit-policy')).toBe('"tenant";q=2;w=4');
    await put({}, await operator());
    const trail = await api.get('/audit/events?action=tenant.configured', {
      ...(await operator()),
      'X-Tenant-ID': 'acme',
    });
    expect(trail.json<{ items: unknown[] }>().items).toMatchObject([
      { actor: 'operator', data: { rate_rps: null } },
      { actor: 'operator', data: own },
    ]);
    expect((await put({}, await operator())).json()).toMatchObject({ effective: defaults });
  });

  it('can be set while the tenant floods the service', async () => {
    await put({ rate_rps: 0.001, rate_burst: 1 }, await operator());
    const user = await token({ roles: ['admin'] });
    const read = async () => (await api.get('/memories', user)).status;
    await read();
    expect(await read()).toBe(429);
    expect((await api.get('/tenants/acme/usage', user)).status).toBe(429);
    expect((await api.get('/tenants/acme', await operator())).status).toBe(200);
    expect((await put({}, await operator())).status).toBe(200);
    // The bucket is empty, and fills at the new rate.
    const left = async () => {
      const [, tokens] =
        /;r=(\d+)/.exec((await api.get('/memories', user)).headers.get('ratelimit') ?? '') ?? [];
      return Number(tokens);
    };
    await waitFor(async () => (await left()) > 50, { timeoutMs: 10_000, what: () => 'a fuller bucket' });
    expect(await read()).toBe(200);
    expect((await api.get('/tenants/acme/usage', user)).status).toBe(200);
  });

  it('are not for those whom they limit', async () => {
    const administrator = await token({ roles: ['admin'] });
    expectProblem(await put({ write_daily_limit: 1_000_000 }, administrator), 403, 'PERMISSION_DENIED');
    expectProblem(
      await api.get('/tenants/acme/usage', await token({ roles: ['agent'] })),
      403,
      'PERMISSION_DENIED',
    );
    expectProblem(await api.get('/tenants/other', administrator), 403, 'TENANT_DENIED');
    const elsewhere = { ...(await operator()), 'X-Tenant-ID': 'other' };
    expectProblem(await api.get('/tenants/acme', elsewhere), 403, 'TENANT_DENIED');
  });

  it.each([
    [{ rate_rps: 0 }, 'rate_rps'],
    [{ rate_burst: 1.5 }, 'rate_burst'],
    [{ write_daily_limit: -1 }, 'write_daily_limit'],
    [{ write_daily_limit: '5' }, 'write_daily_limit'],
    [{ colour: 'red' }, 'colour'],
  ])('are checked: %j', async (body, field) => {
    const answer = await put(body, await operator());
    expectProblem(answer, 400, 'VALIDATION_FAILED');
    expect(answer.json<{ errors: { field: string }[] }>().errors.map((error) => error.field)).toEqual([
      field,
    ]);
  });
});
