import { expectProblem } from './support/expect-problem';
import type { RunningApi } from './support/running-api';
import { type ApiApart, startApi, startApiApart } from './support/start-api';
import { bearer, SECRET, signed } from './support/token-signer';

const MCP = { Accept: 'application/json, text/event-stream' };
const MERGE = { 'Content-Type': 'application/merge-patch+json' };
const SOONER = 'would end the life of a stored memory sooner, which needs the permission memory:delete';

const as = async (...roles: string[]) => bearer(await signed({ iss: undefined, aud: undefined, roles }));

describe('a token that may write and not delete', () => {
  let api: RunningApi;
  let writer: Record<string, string>;
  let agent: Record<string, string>;

  beforeAll(async () => {
    api = await startApi({ SOMABRAIN_JWT_SECRET: SECRET });
    writer = await as('writer');
    agent = await as('agent');
  });
  afterAll(() => api.stop());

  const remember = async (key: string) =>
    (await api.post('/remember', { content: `The ${key}`, key }, agent)).json<{ id: string }>().id;
  const change = (id: string, patch: object, headers: Record<string, string>) =>
    api.send('PATCH', `/memories/${id}`, { headers: { ...headers, ...MERGE }, body: JSON.stringify(patch) });

  it('is told which field and which permission when it ends the life of a memory by PATCH', async () => {
    const id = await remember('deed');
    const refused = expectProblem(await change(id, { ttl_seconds: 1 }, writer), 403, 'PERMISSION_DENIED');
    expect(refused).toEqual([{ field: 'ttl_seconds', message: SOONER }]);
    expect((await change(id, { importance: 2 }, writer)).status).toBe(200);
    expect((await change(id, { ttl_seconds: 3600 }, agent)).status).toBe(200);
  });

  it('is refused by remember, by a batch and by the tool of an agent, too', async () => {
    const id = await remember('will');
    const again = { content: 'The will', key: 'will', ttl_seconds: 1 };
    expectProblem(await api.post('/remember', again, writer), 403, 'PERMISSION_DENIED');
    const batch = (await api.post('/remember/batch', { memories: [again] }, writer)).json<{
      results: { error: { code: string } }[];
    }>();
    expect(JSON.stringify(batch.results)).toContain('PERMISSION_DENIED');
    const call = {
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params: { name: 'remember', arguments: again },
    };
    expect((await api.post('/mcp', call, { ...writer, ...MCP })).text).toContain(SOONER);
    const stored = (await api.get(`/memories/${id}`, writer)).json();
    expect([stored.version, stored.expires_at]).toEqual([1, undefined]);
  });
});

describe('a token that may write and not delete, while the memory service is gone', () => {
  let apart: ApiApart;
  let writer: Record<string, string>;

  beforeAll(async () => {
    apart = await startApiApart({ SOMABRAIN_JWT_SECRET: SECRET });
    writer = await as('writer');
    await apart.memory.stop();
  });
  afterAll(() => apart.api.stop());

  it('has memories wait that live on, and none of which nobody knows yet whether it may be stored', async () => {
    const post = (more: object) =>
      apart.api.post('/remember', { content: 'The kettle is red', ...more }, writer);
    expect((await post({})).status).toBe(202);
    expectProblem(await post({ ttl_seconds: 60 }), 503, 'MEMORY_UNAVAILABLE');
    expect(
      (await apart.api.post('/remember', { content: 'x', ttl_seconds: 60 }, await as('agent'))).status,
    ).toBe(202);
  });
});
