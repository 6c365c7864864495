import { type RunningApi } from './support/running-api';
import { startApi } from './support/start-api';
import { waitFor } from '../support/wait-for';

describe("the deployment guide's functional test", () => {
  let api: RunningApi;
  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api.stop());

  const memory = {
    content: 'Test memory for production deployment',
    metadata: { test: true, deployment: 'production' },
  };

  it.each([
    ['without credentials', {}],
    [
      'with an Authorization header, which is ignored',
      { Authorization: 'Bearer eyJhbGciOiJIUzI1NiJ9.e30.x' },
    ],
  ])('remembers and recalls %s', async (name, headers) => {
    const tenant = { 'X-Tenant-ID': name.replaceAll(/[^a-z]/g, '').slice(0, 20), ...headers };
    const remembered = await api.post('/remember', memory, tenant);
    expect(remembered.status).toBe(201);
    expect(remembered.json()).toMatchObject({
      ok: true,
      success: true,
      status: 'created',
      namespace: 'default',
    });

    const recalled = await api.post('/recall', { query: 'test memory', k: 5 }, tenant);
    expect(recalled.status).toBe(200);
    expect(recalled.json()).toMatchObject({ results: [memory], total_candidates: 1 });
  });

  it('shows health in the shape of the guide', async () => {
    const health = await api.get('/health');
    expect(health.status).toBe(200);
    expect(health.json()).toMatchObject({
      status: 'healthy',
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string,
      components: {
        redis: { status: 'not_configured' },
        postgres: { status: 'healthy', latency_ms: expect.any(Number) as number },
        kafka: { status: 'not_configured' },
        opa: { status: 'embedded' },
        memory: { status: 'embedded', http: true },
      },
      version: 'v0.1.0',
      mode: 'development',
    });
  });

  it('shows the flat flags of the original', async () => {
    const health = (await api.get('/healthz')).json();
    const flags = [
      'ok',
      'ready',
      'redis_ok',
      'postgres_ok',
      'kafka_ok',
      'opa_ok',
      'memory_ok',
      'embedder_ok',
    ];
    expect(flags.filter((flag) => health[flag] !== true)).toEqual([]);
    expect(health.api_version).toBe(1);
  });

  it('answers the probes of an orchestrator', async () => {
    expect((await api.get('/health/live')).json()).toEqual({ status: 'alive' });
    expect((await api.get('/health/ready')).json()).toEqual({ status: 'ready' });
  });

  it('shows the metrics of the guide', async () => {
    await api.get('/health');
    const { text, headers } = await api.get('/metrics');
    expect(headers.get('content-type')).toMatch(/^text\/plain/);
    expect(text).toMatch(/^somabrain_requests_total\{method="GET",endpoint="\/health",status="200"\} \d+$/m);
    expect(text).toMatch(
      /^somabrain_request_duration_seconds_bucket\{le="0.1",method="GET",endpoint="\/health"\} \d+$/m,
    );
    expect(text).toMatch(/^somabrain_density_trace_error_total 0$/m);
    expect(text).toMatch(/^somabrain_http_requests_total\{method="GET",path="\/health",status="200"\} \d+$/m);
    expect(text).toMatch(/^somabrain_http_latency_seconds_count\{/m);
    expect(text).toMatch(/^process_resident_memory_bytes \d+$/m);
  });

  it('labels requests by route template, whatever path was asked for', async () => {
    await api.get('/memories/0191e7a0-0000-7000-8000-000000000001');
    await api.get('/no/such/route/0191e7a0');
    const counted = 'somabrain_requests_total{method="GET",endpoint="/memories/:id",status="404"}';
    let text = '';
    // It may be a second old.
    await waitFor(async () => (text = (await api.get('/metrics')).text).includes(counted), {
      timeoutMs: 5_000,
      what: () => 'the request to be counted',
    });
    expect(text).toMatch(/somabrain_requests_total\{method="GET",endpoint="unmatched",status="404"\}/);
    expect(text).not.toContain('0191e7a0');
  });
});
