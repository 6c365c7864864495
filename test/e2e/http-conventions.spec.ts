import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { waitFor } from '../support/wait-for';
import { type RunningApi } from './support/running-api';
import { startApi } from './support/start-api';

const ROOT = join(__dirname, '../..');

describe('HTTP conventions', () => {
  let api: RunningApi;
  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api.stop());

  const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';
  const traceparent = `00-${TRACE_ID}-00f067aa0ba902b7-01`;
  const recall = (headers: Record<string, string>) => api.post('/recall', { query: 'anything' }, headers);

  it('echoes the request id and shows it as the trace id', async () => {
    const answer = await recall({ 'X-Request-ID': 'req-42' });
    expect(answer.headers.get('x-request-id')).toBe('req-42');
    expect(answer.json().trace_id).toBe('req-42');
  });

  it('takes the trace id of a traceparent', async () => {
    const answer = await recall({ 'X-Request-ID': 'req-43', traceparent });
    expect(answer.headers.get('x-request-id')).toBe('req-43');
    expect(answer.json().trace_id).toBe(TRACE_ID);
  });

  it.each(['two words', 'x'.repeat(129), 'ü'])('replaces the malformed request id %j', async (id) => {
    const answer = await recall({ 'X-Request-ID': id, traceparent: 'nonsense' });
    const replaced = answer.headers.get('x-request-id');
    expect(replaced).toMatch(/^[0-9a-f]{32}$/);
    expect(answer.json().trace_id).toBe(replaced);
  });

  it('tells an unknown route from a method the route does not take', async () => {
    const unknown = await api.get('/remembr');
    expect([unknown.status, unknown.json().code, unknown.json().instance]).toEqual([
      404,
      'ROUTE_NOT_FOUND',
      '/remembr',
    ]);
    const method = await api.get('/remember');
    expect([method.status, method.json().code, method.headers.get('allow')]).toEqual([
      405,
      'METHOD_NOT_ALLOWED',
      'POST',
    ]);
    const byId = await api.send('PUT', '/memories/x');
    expect([byId.status, byId.headers.get('allow')]).toEqual([405, 'DELETE, GET, HEAD, PATCH']);
  });

  it('carries the trace id into problems, and no query string', async () => {
    const answer = await api.get('/memories/unknown?secret=1', { traceparent });
    expect(answer.json()).toMatchObject({ traceId: TRACE_ID, instance: '/memories/unknown', status: 404 });
  });

  it('logs one line a request, without content', async () => {
    await api.post(
      '/remember?q=hidden',
      { content: 'a private sentence' },
      { 'X-Request-ID': 'logged', 'X-Tenant-ID': 'acme' },
    );
    const lines = api.log.filter((line) => line.request_id === 'logged');
    expect(lines).toEqual([
      expect.objectContaining({
        level: 'INFO',
        method: 'POST',
        endpoint: '/remember',
        status: 201,
        ms: expect.any(Number) as number,
        bytes: expect.any(Number) as number,
        trace_id: 'logged',
        tenant: 'acme',
      }),
    ]);
    expect(JSON.stringify(api.log)).not.toMatch(/private sentence|hidden/);
  });

  it('logs no line for what probes and scrapers ask, unless it is asked for details', async () => {
    for (const path of ['/health', '/healthz', '/health/live', '/health/ready', '/metrics'])
      await api.get(path, { 'X-Request-ID': 'of-a-machine' });
    await api.get('/healthy', { 'X-Request-ID': 'of-a-person' });
    const named = (id: string) => api.log.filter((line) => line.request_id === id).length;
    expect([named('of-a-machine'), named('of-a-person')]).toEqual([0, 1]);
  });

  it('does not name its software, and tags only single resources', async () => {
    const answer = await recall({});
    expect(answer.headers.has('x-powered-by')).toBe(false);
    expect(answer.headers.has('etag')).toBe(false);
    expect(answer.headers.get('keep-alive')).toBe('timeout=75');
  });

  it('serves its OpenAPI document and a Swagger UI that needs no other host', async () => {
    const document = (await api.get('/openapi.json')).json<{ openapi: string; paths: object }>();
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths)).toContain('/remember');

    const page = (await api.get('/docs')).text;
    const assets = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path!);
    expect(assets.length).toBeGreaterThan(3);
    for (const asset of assets) {
      expect(asset).not.toMatch(/^(https?:)?\/\//);
      const answer = await api.get(new URL(asset, `${api.url}/docs`).pathname);
      expect([asset, answer.status]).toEqual([asset, 200]);
    }
  });

  it.each(['openapi', 'asyncapi'])(
    'serves %s.json as it is committed, and not again to those who have it',
    async (name) => {
      const { headers, text } = await api.get(`/${name}.json`);
      expect(JSON.parse(text)).toEqual(
        JSON.parse(readFileSync(join(ROOT, `docs/openapi/${name}.json`), 'utf8')),
      );
      const again = await api.get(`/${name}.json`, { 'If-None-Match': headers.get('etag') ?? '' });
      expect(again.status).toBe(304);
      // The text of the metrics is a second old at most.
      const counted = `endpoint="/${name}.json",status="304"`;
      await waitFor(async () => (await api.get('/metrics')).text.includes(counted), {
        timeoutMs: 10_000,
        what: () => counted,
      });
    },
  );

  it.each<[string, string, object]>([
    ['/remember', 'text', { text: 'x' }],
    ['/remember', 'universe', { content: 'x', universe: 'real' }],
    ['/recall', 'top_k', { query: 'x', top_k: 1 }],
    ['/remember/batch', 'items', { items: [{ content: 'x' }] }],
  ])('tells who sends %s the older field %s that it is one', async (path, _, body) => {
    const { status, headers } = await api.post(path, body);
    expect([status < 300, headers.get('deprecation')]).toEqual([true, expect.stringMatching(/^@\d+$/)]);
    const newer = { '/remember': { content: 'x' }, '/recall': { query: 'x' } }[path] ?? {
      memories: [{ content: 'x' }],
    };
    expect((await api.post(path, newer)).headers.get('deprecation')).toBeNull();
  });

  it.each([
    ['/health', 'no-store'],
    ['/nowhere', 'no-store'],
    ['/openapi.json', 'no-cache'],
    ['/asyncapi.json', 'no-cache'],
    ['/docs', 'no-store'],
  ])('lets no browser make anything else of %s', async (path, caching) => {
    const { headers } = await api.get(path);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-security-policy': expect.stringContaining("frame-ancestors 'none'") as string,
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'strict-transport-security': 'max-age=31536000; includeSubDomains',
      'x-content-type-options': 'nosniff',
      'cache-control': caching,
    });
    expect(headers.get('access-control-allow-origin')).toBeNull();
    expect(headers.get('x-powered-by')).toBeNull();
  });
});
