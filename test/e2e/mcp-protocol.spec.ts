import { expectProblem } from './support/expect-problem';
import { McpAgents } from './support/mcp-agents';
import type { RunningApi } from './support/running-api';
import { bearer, signed } from './support/token-signer';

const PING = { jsonrpc: '2.0', id: 1, method: 'ping' };
const ACCEPT = { Accept: 'application/json, text/event-stream' };

describe('the Model Context Protocol', () => {
  let agents: McpAgents;
  let api: RunningApi;

  beforeAll(async () => {
    agents = await McpAgents.start();
    ({ api } = agents);
  });
  afterAll(() => agents.stop());

  it('answers no page of another place', async () => {
    const headers = { ...ACCEPT, ...bearer(await signed()) };
    const foreign = await api.post('/mcp', PING, { ...headers, Origin: 'http://rebound.example:9696' });
    expectProblem(foreign, 403, 'PERMISSION_DENIED');
    expect((await api.post('/mcp', PING, { ...headers, Origin: 'http://localhost:3000' })).status).toBe(200);
    expect((await api.post('/mcp', PING, headers)).status).toBe(200);
  });

  const asked = (method: string, params?: unknown) => ({ jsonrpc: '2.0', id: 1, method, params });

  it.each<[string, unknown, [number, number, number | null]]>([
    ['no message of the protocol', { hello: 'world' }, [400, -32600, null]],
    ['no method', { jsonrpc: '2.0', id: 1 }, [400, -32600, 1]],
    ['another version', { jsonrpc: '1.0', id: 7, method: 'ping' }, [400, -32600, 7]],
    ['a list', [PING], [400, -32600, null]],
    ['an id that is none', { jsonrpc: '2.0', id: { a: 1 }, method: 'ping' }, [400, -32600, null]],
    ['a method that is not there', asked('tools/destroy'), [200, -32601, 1]],
    ['params that are a text', asked('tools/call', 'recall'), [200, -32602, 1]],
    ['a call without a name', asked('tools/call', {}), [200, -32602, 1]],
    ['a name that is no text', asked('tools/call', { name: 7 }), [200, -32602, 1]],
    ['arguments that are a list', asked('tools/call', { name: 'recall', arguments: [] }), [200, -32602, 1]],
    ['a tool that is not there', asked('tools/call', { name: 'recal' }), [200, -32602, 1]],
    ['a member of every object', asked('tools/call', { name: 'constructor' }), [200, -32602, 1]],
    ['an introduction without a version', asked('initialize', {}), [200, -32602, 1]],
  ])('answers %s with an error of JSON-RPC', async (_, message, [status, code, id]) => {
    const answer = await api.post('/mcp', message, bearer(await signed()));
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
    expect([answer.status, answer.json()]).toEqual([
      status,
      { jsonrpc: '2.0', id, error: { code, message: expect.any(String) as string } },
    ]);
  });

  it('answers a text that is no JSON, or has none, with the error of JSON-RPC', async () => {
    const headers = { 'Content-Type': 'application/json', ...bearer(await signed()) };
    for (const text of ['{"jsonrpc":"2.0","id":1,', '']) {
      const answer = await api.postText('/mcp', text, headers);
      expect([answer.status, answer.json()]).toMatchObject([400, { id: null, error: { code: -32700 } }]);
    }
  });

  it('names the nearest tool', async () => {
    const answer = await api.post('/mcp', asked('tools/call', { name: 'recal' }), bearer(await signed()));
    expect(answer.text).toContain('There is no tool recal; the nearest is recall');
  });

  it('answers what is wrong with the size, the type or the identity of a request as every route does', async () => {
    const headers = { 'Content-Type': 'application/json', ...bearer(await signed()) };
    const long = JSON.stringify(asked('ping', { x: 'x'.repeat(13 * 1024 * 1024) }));
    expectProblem(await api.postText('/mcp', long, headers), 413, 'PAYLOAD_TOO_LARGE');
    const plain = { ...headers, 'Content-Type': 'text/plain' };
    expectProblem(await api.postText('/mcp', '{}', plain), 415, 'UNSUPPORTED_MEDIA_TYPE');
    expectProblem(await api.post('/mcp', PING), 401, 'UNAUTHENTICATED');
  });

  it.each([
    ['application/json', 'application/json'],
    ['application/json, text/event-stream', 'application/json'],
    ['text/event-stream, application/json;q=0.1', 'application/json'],
    ['*/*', 'application/json'],
    ['application/*', 'application/json'],
    ['text/html', 'application/json'],
    ['nonsense', 'application/json'],
    ['', 'application/json'],
    ['text/event-stream', 'text/event-stream'],
    ['text/event-stream, application/json;q=0', 'text/event-stream'],
    ['text/*', 'text/event-stream'],
  ])('answers a client that accepts %j with %s', async (Accept, type) => {
    const answer = await api.post('/mcp', PING, { Accept, ...bearer(await signed()) });
    expect([answer.status, answer.headers.get('content-type')?.split(';')[0]]).toEqual([200, type]);
    const told = '{"jsonrpc":"2.0","id":1,"result":{}}';
    const text = answer.text.replace(
      '"result":{},"jsonrpc":"2.0","id":1',
      '"jsonrpc":"2.0","id":1,"result":{}',
    );
    expect(text).toBe(type === 'application/json' ? told : `event: message\ndata: ${told}\n\n`);
  });

  it('reads arguments that are one JSON text', async () => {
    const call = asked('tools/call', { name: 'recall', arguments: '{"query":"tea"}' });
    const answer = await api.post('/mcp', call, bearer(await signed({ tenant: 'nothing' })));
    expect(answer.json()).toMatchObject({ result: { structuredContent: { results: [] } } });
  });

  it('takes requests by POST only: it keeps no sessions', async () => {
    for (const method of ['GET', 'DELETE']) {
      const answer = await api.send(method, '/mcp', { headers: { ...ACCEPT, ...bearer(await signed()) } });
      expectProblem(answer, 405, 'METHOD_NOT_ALLOWED');
    }
  });
});
