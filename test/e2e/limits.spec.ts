import { TestDatabase } from '../support/test-database';
import { expectProblem } from './support/expect-problem';
import { type Answer, RunningApi } from './support/running-api';
import { startOn } from './support/start-api';
import { bearer, SECRET, signed } from './support/token-signer';

const JSON_TYPE = { 'Content-Type': 'application/json' };

describe('the rate limit', () => {
  let database: TestDatabase;
  let api: RunningApi;

  beforeAll(async () => {
    database = await TestDatabase.create();
    const { url, lines, stop } = await startOn(database.dsn, {
      SOMABRAIN_RATE_RPS: '0.01',
      SOMABRAIN_RATE_BURST: '3',
    });
    api = new RunningApi(url, lines, stop);
  });
  afterAll(async () => {
    await api.stop();
    await database.drop();
  });

  it('lets the burst of a tenant through, and says with every answer what is left', async () => {
    const headers = { 'X-Tenant-ID': 'eager' };
    for (const left of [2, 1, 0]) {
      const answer = await api.post('/remember', { content: `Note ${left}` }, headers);
      expect([answer.status, answer.headers.get('ratelimit-policy')]).toEqual([201, '"tenant";q=3;w=300']);
      expect(answer.headers.get('ratelimit')).toMatch(new RegExp(`^"tenant";r=${left};t=\\d+$`));
    }
    const refused = await api.post('/recall', { query: 'note' }, headers);
    expectProblem(refused, 429, 'RATE_LIMITED');
    expect(refused.json().detail).toMatch(/^rate limit exceeded/);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(90);
    expect(refused.headers.get('ratelimit')).toMatch(/^"tenant";r=0;t=\d+$/);
  });

  it('is each tenant’s own, and not that of health and metrics', async () => {
    expect((await api.post('/recall', { query: 'x' }, { 'X-Tenant-ID': 'calm' })).status).toBe(200);
    for (let number = 0; number < 10; number += 1) {
      const { status, headers } = await api.get('/health/live', { 'X-Tenant-ID': 'eager' });
      expect([status, headers.get('ratelimit')]).toEqual([200, null]);
    }
    expect((await api.get('/metrics')).text).toContain('somabrain_limited_total{limit="rate"} 1\n');
  });

  it('is none in development unless it is asked for', async () => {
    const { url, lines, stop } = await startOn(database.dsn, {});
    const free = new RunningApi(url, lines, stop);
    const { status, headers } = await free.post('/recall', { query: 'x' });
    expect([status, headers.get('ratelimit')]).toEqual([200, null]);
    await free.stop();
  });

  it.each<[string, (headers: Record<string, string>) => Promise<Answer>, number]>([
    [
      'a body that is no JSON',
      (headers) => api.postText('/remember', '{', { ...JSON_TYPE, ...headers }),
      400,
    ],
    ['a route that there is not', (headers) => api.get('/nowhere', headers), 404],
    ['a method that a route does not take', (headers) => api.get('/remember', headers), 405],
    ['a route that is gone', (headers) => api.get('/constitution/version', headers), 410],
    ['a question what was used', (headers) => api.get(`/tenants/${headers['X-Tenant-ID']}/usage`), 200],
  ])('counts %s', async (name, send, status) => {
    const headers = { 'X-Tenant-ID': `counts-${status}` };
    for (const left of [2, 1, 0]) {
      const answer = await send(headers);
      expect([name, answer.status]).toEqual([name, status]);
      expect(answer.headers.get('ratelimit')).toContain(`r=${left};`);
    }
    expectProblem(await send(headers), 429, 'RATE_LIMITED');
  });

  it('leaves the limits of a tenant that floods the service within reach', async () => {
    const headers = { 'X-Tenant-ID': 'flooding' };
    for (let number = 0; number < 4; number += 1) await api.get('/nowhere', headers);
    expectProblem(await api.get('/tenants/flooding/usage'), 429, 'RATE_LIMITED');
    expect((await api.get('/tenants/flooding')).status).toBe(200);
    const wider = { body: '{"rate_rps":1000,"rate_burst":1000}', headers: JSON_TYPE };
    expect((await api.send('PUT', '/tenants/flooding', wider)).status).toBe(200);
    expect((await api.get('/memories', headers)).status).toBe(200);
  });

  it('counts what an identity may not do, and names that are not its own, for its own tenant', async () => {
    const { url, lines, stop } = await startOn(database.dsn, {
      SOMABRAIN_JWT_SECRET: SECRET,
      SOMABRAIN_RATE_RPS: '0.01',
      SOMABRAIN_RATE_BURST: '4',
    });
    const guarded = new RunningApi(url, lines, stop);
    const reader = bearer(await signed({ tenant: 'bounded', roles: ['reader'] }));
    const remember = () => guarded.post('/remember', { content: 'x' }, reader);
    expectProblem(await remember(), 403, 'PERMISSION_DENIED');
    expectProblem(
      await guarded.get('/memories', { ...reader, 'X-Tenant-ID': 'other' }),
      403,
      'TENANT_DENIED',
    );
    expectProblem(await guarded.get('/memories', { ...reader, 'X-Tenant-ID': 'a b' }), 400, 'TENANT_INVALID');
    expectProblem(await guarded.get('/tenants/other', reader), 403, 'TENANT_DENIED');
    expectProblem(await remember(), 429, 'RATE_LIMITED');
    expectProblem(await guarded.get('/tenants/bounded', reader), 429, 'RATE_LIMITED');
    const other = bearer(await signed({ tenant: 'other' }));
    expect((await guarded.get('/memories', other)).status).toBe(200);
    expectProblem(await guarded.post('/remember', { content: 'x' }), 401, 'UNAUTHENTICATED');

    const { text } = await guarded.get('/metrics');
    for (const [endpoint, status] of [
      ['/remember', 401],
      ['/remember', 403],
      ['/remember', 429],
      ['/tenants/:id', 429],
    ] as const) {
      expect(text).toMatch(
        new RegExp(`^somabrain_requests_total\\{.*endpoint="${endpoint}",status="${status}"\\}`, 'm'),
      );
    }
    await guarded.stop();
  });
});
