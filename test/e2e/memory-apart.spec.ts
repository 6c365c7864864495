import { startMemoryApart } from '../support/memory-apart';
import { waitFor } from '../support/wait-for';
import { expectProblem } from './support/expect-problem';
import type { Answer, RunningApi } from './support/running-api';
import { type ApiApart, startApi, startApiApart } from './support/start-api';

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const VOLATILE = [
  [/"\d{4}-\d\d-\d\dT[\d:.]+Z"/g, '"TIME"'],
  [/"(took_ms|latency_ms)":[\d.]+/g, '"$1":0'],
  [/[0-9a-f]{64}/g, 'DIGEST'],
  [/[0-9a-f]{32}/g, 'TRACE'],
  [/-?\d\.\d{6},-?\d\.\d{6},-?\d\.\d{6}/g, 'COORDINATE'],
  [/"coordinate":\[[^\]]*\]/g, '"coordinate":[]'],
] as const;

/** One step of the conversation that both APIs are led through; `{0}` is the id of the first memory it was told. */
interface Step {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

const PATCH_TYPE = { 'Content-Type': 'application/merge-patch+json' };
/** More than two megabytes, with a sentence at its end. */
const LONG = `${'—'.repeat(800_000)} The otter sleeps under the bridge.`;
const CONVERSATION: readonly Step[] = [
  { method: 'POST', path: '/remember', body: { content: 'Paris is in France', key: 'paris', tags: ['geo'] } },
  { method: 'POST', path: '/remember', body: { content: 'Paris is in France', key: 'paris' } },
  { method: 'POST', path: '/remember', body: { content: 'Paris is the capital', key: 'paris' } },
  {
    method: 'POST',
    path: '/remember/batch',
    body: { memories: [{ content: 'Rome is in Italy', links: [{ target: 'paris' }] }, { content: '' }] },
  },
  { method: 'POST', path: '/remember', body: { content: 'x', importance: -1 } },
  { method: 'POST', path: '/recall', body: { query: 'capital', explain: true } },
  { method: 'POST', path: '/recall', body: { query: 'Rome', filters: { tags: ['none'] } } },
  { method: 'GET', path: '/memories/{0}' },
  { method: 'GET', path: '/memories/019ab2c4-5d6e-7f80-9a1b-2c3d4e5f6071' },
  { method: 'GET', path: '/memories/nonsense' },
  { method: 'GET', path: '/memories?total=true&limit=10' },
  { method: 'GET', path: '/memories?cursor=nonsense' },
  { method: 'PATCH', path: '/memories/{0}', body: { tags: ['city'] }, headers: { 'If-Match': '"9"' } },
  { method: 'PATCH', path: '/memories/{0}', body: { tags: ['city'], metadata: { a: null, b: [1] } } },
  { method: 'GET', path: '/memories/{0}/history' },
  { method: 'POST', path: '/memories/{0}/restore', body: { version: 1 } },
  { method: 'POST', path: '/memories/{0}/restore', body: { version: 77 } },
  { method: 'POST', path: '/link', body: { from_key: 'paris', to_key: 'france', type: 'part_of' } },
  { method: 'POST', path: '/link', body: { from_key: 'nobody', to_key: 'france' } },
  { method: 'POST', path: '/graph/links', body: { from_key: 'paris' } },
  { method: 'POST', path: '/remember', body: { content: 'once' }, headers: { 'Idempotency-Key': 'k' } },
  { method: 'POST', path: '/remember', body: { content: 'once' }, headers: { 'Idempotency-Key': 'k' } },
  { method: 'POST', path: '/remember', body: { content: 'other' }, headers: { 'Idempotency-Key': 'k' } },
  { method: 'POST', path: '/forget', body: { filters: { tags: ['none'] }, dry_run: true } },
  { method: 'POST', path: '/forget', body: { ids: ['{0}'] } },
  { method: 'DELETE', path: '/memories/{0}' },
  { method: 'POST', path: '/remember', body: { content: LONG, key: 'long', tags: ['river'] } },
  { method: 'POST', path: '/recall', body: { query: 'Where does the otter sleep?', k: 1 } },
  { method: 'POST', path: '/recall', body: { query: 'river', k: 1 } },
  { method: 'POST', path: '/delete', body: { task: 'paris' } },
  { method: 'GET', path: '/audit/events?stream=operations' },
];

describe('an API whose memories a service of its own keeps', () => {
  let apart: ApiApart;
  let together: RunningApi;

  beforeAll(async () => {
    [apart, together] = await Promise.all([startApiApart(), startApi()]);
  });
  afterAll(async () => {
    await Promise.all([apart.api.stop(), together.stop()]);
  });

  const memoryLog = () => apart.memory.log.map((line) => JSON.parse(line) as Record<string, unknown>);
  const errors = () =>
    [...apart.api.log, ...memoryLog()].filter(({ level }) => level === 'ERROR' || level === 'FATAL');

  it('answers as one that keeps them itself', async () => {
    const [one, other] = await Promise.all([converse(together), converse(apart.api)]);
    expect(other).toEqual(one);
    expect(errors()).toEqual([]);
  });

  it('lets exports and imports pass through', async () => {
    const from = { 'X-Tenant-ID': 'from' };
    const to = { 'X-Tenant-ID': 'to', 'Content-Type': 'application/x-ndjson' };
    await apart.api.post('/remember', { content: 'The bakery opens at six' }, from);
    const file = (await apart.api.get('/export', from)).text;
    expect(file).toContain('"type":"trailer"');
    expect((await apart.api.postText('/import', file, to)).json()).toMatchObject({ ok: true, imported: 1 });
    const broken = await apart.api.postText('/import', file.slice(0, 300), to);
    expectProblem(broken, 400, 'IMPORT_INVALID');
    expect(errors()).toEqual([]);
  });

  it('passes the trace on, so that one id finds the request in both logs', async () => {
    const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
    const answer = await apart.api.post(
      '/recall',
      { query: 'x' },
      { traceparent: `00-${trace}-00f067aa0ba902b7-01` },
    );
    expect(answer.json()).toMatchObject({ trace_id: trace });
    const requestsIn = (log: readonly Record<string, unknown>[]) =>
      log
        .filter(({ msg, trace_id: id }) => msg === 'request' && id === trace)
        .map(({ endpoint }) => endpoint);
    const found = () => [requestsIn(apart.api.log), requestsIn(memoryLog())];
    await waitFor(() => found().every((requests) => requests.length > 0), {
      timeoutMs: 5_000,
      what: () => 'a line in each of the two logs',
    });
    expect(found()).toEqual([['/recall'], ['/v1/recall']]);
  });

  it('counts its requests to the service', async () => {
    await apart.api.post('/recall', { query: 'x' });
    const { text } = await apart.api.get('/metrics');
    expect(text).toMatch(/somabrain_memory_http_requests_total\{operation="recall",outcome="answered"\} \d/);
    expect(text).not.toContain('somabrain_index_loads_total 1');
    expect((await together.get('/metrics')).text).not.toContain('somabrain_memory_http');
  });

  it('says when the service is gone that it requires, and works again when it is back, without a restart', async () => {
    const own = await startApiApart({ SOMABRAIN_REQUIRE_MEMORY: '1' });
    const { api, memory, database } = own;
    expect((await api.get('/health')).json()).toMatchObject({
      ok: true,
      memory_ok: true,
      components: { memory: { status: 'healthy', http: true, latency_ms: expect.any(Number) as number } },
    });
    await memory.stop();
    const refused = await api.post('/remember', { content: 'x' });
    expectProblem(refused, 503, 'MEMORY_UNAVAILABLE');
    expect(refused.headers.get('retry-after')).toBe('2');
    expectProblem(await api.post('/recall', { query: 'x' }), 503, 'MEMORY_UNAVAILABLE');
    expectProblem(await api.get('/export'), 503, 'MEMORY_UNAVAILABLE');
    await waitFor(async () => (await api.get('/health/ready')).status === 503, {
      timeoutMs: 10_000,
      what: () => 'the API to notice',
    });
    for (const path of ['/health', '/health/ready'])
      expect([path, (await api.get(path)).headers.get('retry-after')]).toEqual([path, '1']);
    expect((await api.get('/health/ready')).json()).toEqual({ status: 'memory_down' });
    expect((await api.get('/health')).json()).toMatchObject({
      status: 'unhealthy',
      memory_ok: false,
      postgres_ok: true,
    });
    expect((await api.get('/health/live')).status).toBe(200);

    const back = await startMemoryApart(database.dsn, Number(new URL(memory.url).port));
    await waitFor(async () => (await api.post('/remember', { content: 'back' })).status === 201, {
      timeoutMs: 10_000,
      what: () => 'a write after the return',
    });
    await waitFor(async () => (await api.get('/health/ready')).status === 200, {
      timeoutMs: 10_000,
      what: () => 'readiness after the return',
    });
    await back.stop();
    await api.stop();
  });
});

/** The conversation as it went, without what differs between any two runs. */
async function converse(api: RunningApi): Promise<string[]> {
  const ids: string[] = [];
  const named = (text: string) => text.replace(/\{(\d+)\}/g, (_, index: string) => ids[Number(index)] ?? '');
  const told: string[] = [];
  for (const { method, path, body, headers } of CONVERSATION) {
    const type = method === 'PATCH' ? PATCH_TYPE : { 'Content-Type': 'application/json' };
    const answer = await api.send(method, named(path), {
      headers: { ...(body === undefined ? {} : type), ...headers },
      ...(body !== undefined && { body: named(JSON.stringify(body)) }),
    });
    if (path === '/remember' && answer.status === 201) ids.push(answer.json<{ id: string }>().id);
    told.push(`${method} ${path} → ${answer.status} ${settled(answer)}`);
  }
  return told;
}

function settled({ text }: Answer): string {
  const names = new Map<string, string>();
  // A decision is kept for a second: how many requests share one depends on how fast they came.
  let result = text.replace(/"decision_id":"[^"]*"/g, '"decision_id":"DECISION"').replace(UUID, (id) => {
    const name = names.get(id) ?? `ID${names.size}`;
    names.set(id, name);
    return name;
  });
  for (const [pattern, replacement] of VOLATILE) result = result.replace(pattern, replacement);
  return result;
}
