import { TestDatabase } from '../support/test-database';
import { expectProblem } from './support/expect-problem';
import { RunningApi } from './support/running-api';
import { startOn } from './support/start-api';

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
});
