import type { RunningApi } from './support/running-api';
import { startApi } from './support/start-api';

const PREFLIGHT = {
  'Access-Control-Request-Method': 'POST',
  'Access-Control-Request-Headers': 'authorization,x-tenant-id',
};

describe('pages of other places', () => {
  let closed: RunningApi;
  let open: RunningApi;

  beforeAll(async () => {
    closed = await startApi();
    open = await startApi({
      SOMABRAIN_API_TOKEN: 'a-token-of-the-tests',
      SOMABRAIN_CORS_ORIGINS: 'https://app.example.com,https://other.example.com',
    });
  });
  afterAll(async () => {
    await closed.stop();
    await open.stop();
  });

  const allowed = async (api: RunningApi, origin: string) => {
    const preflight = await api.send('OPTIONS', '/recall', { headers: { ...PREFLIGHT, Origin: origin } });
    const answer = await api.post('/recall', { query: 'x' }, { Origin: origin });
    return [preflight, answer].map(({ headers }) => headers.get('access-control-allow-origin'));
  };

  it('are kept away unless they are named', async () => {
    expect(await allowed(closed, 'https://app.example.com')).toEqual([null, null]);
    expect(await allowed(open, 'https://evil.example.com')).toEqual([null, null]);
    expect(await allowed(open, 'null')).toEqual([null, null]);
  });

  it('may call when they are, without credentials that a browser adds by itself', async () => {
    for (const origin of ['https://app.example.com', 'https://other.example.com']) {
      expect(await allowed(open, origin)).toEqual([origin, origin]);
    }
    const { headers, status } = await open.send('OPTIONS', '/recall', {
      headers: { ...PREFLIGHT, Origin: 'https://app.example.com' },
    });
    expect([status, headers.get('access-control-allow-credentials')]).toEqual([204, null]);
    for (const name of ['Authorization', 'MCP-Protocol-Version', 'Mcp-Session-Id', 'Last-Event-ID'])
      expect(headers.get('access-control-allow-headers')).toContain(name);
    expect(headers.get('vary')).toContain('Origin');
  });

  it('cannot make a request with more headers than a caller needs', async () => {
    const long = await closed.get('/health/live', { 'X-Long': 'x'.repeat(20_000) });
    expect(long.status).toBe(431);
  });
});
