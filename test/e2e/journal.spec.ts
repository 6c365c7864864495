import { startMemoryApart } from '../support/memory-apart';
import { waitFor } from '../support/wait-for';
import { expectProblem } from './support/expect-problem';
import { type ApiApart, startApiApart } from './support/start-api';

describe('an API whose memory service is gone and not required', () => {
  let apart: ApiApart;
  let port: number;

  beforeAll(async () => {
    apart = await startApiApart();
    port = Number(new URL(apart.memory.url).port);
    await apart.api.post('/remember', { content: 'The kettle is red', key: 'kettle' });
    await apart.memory.stop();
  });
  afterAll(() => apart.api.stop());

  it('accepts what is to be remembered with 202, and says that it waits', async () => {
    const { api } = apart;
    const answer = await api.post('/remember', { content: 'The kettle is blue', key: 'kettle' });
    expect([answer.status, answer.headers.get('etag')]).toEqual([202, null]);
    expect(answer.json()).toMatchObject({
      ok: true,
      key: 'kettle',
      version: null,
      status: 'queued',
      queued: true,
      breaker_open: true,
      namespace: 'default',
      tenant: 'public',
    });
  });

  it('accepts a batch with 202, and refuses of it what is not valid', async () => {
    const answer = await apart.api.post('/remember/batch', {
      memories: [{ content: 'The window is open' }, { content: '' }, { content: 'The door is shut' }],
    });
    expect(answer.status).toBe(202);
    expect(answer.json()).toMatchObject({
      ok: false,
      stored: 0,
      queued: 2,
      failed: 1,
      results: [{ status: 'queued' }, { status: 'failed', id: null }, { status: 'queued' }],
    });
  });

  it('replays the answer under an idempotency key', async () => {
    const key = { 'Idempotency-Key': 'tea-1' };
    const first = await apart.api.post('/remember', { content: 'Tea is at four' }, key);
    const second = await apart.api.post('/remember', { content: 'Tea is at four' }, key);
    expect([first.status, second.status]).toEqual([202, 202]);
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    expect(second.json().id).toBe(first.json().id);
    const other = await apart.api.post('/remember', { content: 'Tea is at five' }, key);
    expectProblem(other, 422, 'IDEMPOTENCY_KEY_REUSED');
  });

  it('tells an agent the same', async () => {
    const call = { name: 'remember', arguments: { content: 'The agent was here' } };
    const answer = await apart.api.post(
      '/mcp',
      { jsonrpc: '2.0', id: 1, method: 'tools/call', params: call },
      { Accept: 'application/json, text/event-stream' },
    );
    expect(answer.text).toContain('"status":"queued"');
  });

  it('stays ready, since it takes writes, and refuses what it cannot do', async () => {
    const { api } = apart;
    expectProblem(await api.post('/recall', { query: 'kettle' }), 503, 'MEMORY_UNAVAILABLE');
    await waitFor(async () => (await api.get('/health')).json().status === 'degraded', {
      timeoutMs: 10_000,
      what: () => 'health to notice',
    });
    const health = await api.get('/health');
    expect([health.status, health.json().memory_ok]).toEqual([200, false]);
    expect((await api.get('/health/ready')).json()).toEqual({ status: 'ready' });
    expect((await api.get('/metrics')).text).toMatch(/^somabrain_journal_accepted_total \d/m);
  });

  it('keeps nothing back when the service returns: all of it is recalled, the last under a key', async () => {
    const { api, database } = apart;
    const back = await startMemoryApart(database.dsn, port);
    const recalled = async () => {
      const answer = await api.post('/recall', { query: 'kettle window door tea agent', k: 20 });
      if (answer.status !== 200) return [];
      return answer.json<{ results: { content: string }[] }>().results.map(({ content }) => content);
    };
    await waitFor(async () => (await recalled()).length === 5, {
      timeoutMs: 10_000,
      what: () => 'everything to be recalled',
    });
    expect((await recalled()).toSorted()).toEqual([
      'Tea is at four',
      'The agent was here',
      'The door is shut',
      'The kettle is blue',
      'The window is open',
    ]);
    await waitFor(async () => (await api.post('/remember', { content: 'As ever' })).status === 201, {
      timeoutMs: 10_000,
      what: () => 'writes to be stored at once again',
    });
    await back.stop();
  });
});
