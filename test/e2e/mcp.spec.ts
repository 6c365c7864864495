import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { TOOLS } from '../../apps/api/src/mcp/tools';
import { TestDatabase } from '../support/test-database';
import { expectProblem } from './support/expect-problem';
import { RunningApi } from './support/running-api';
import { startOn } from './support/start-api';
import { bearer, SECRET, signed } from './support/token-signer';

const PING = { jsonrpc: '2.0', id: 1, method: 'ping' };
const ACCEPT = { Accept: 'application/json, text/event-stream' };

interface Found {
  readonly results: { id: string; content: string; key?: string }[];
}

describe('the Model Context Protocol', () => {
  let database: TestDatabase;
  let api: RunningApi;
  const clients: Client[] = [];

  beforeAll(async () => {
    database = await TestDatabase.create();
    const { url, lines, stop } = await startOn(database.dsn, { SOMABRAIN_JWT_SECRET: SECRET });
    api = new RunningApi(url, lines, stop);
  });
  afterAll(async () => {
    for (const client of clients) await client.close();
    expect(api.log.filter(({ level }) => level === 'ERROR')).toEqual([]);
    await api.stop();
    await database.drop();
  });

  /** The official client, with a token of these claims. */
  const connect = async (claims: Record<string, unknown> = {}): Promise<Client> => {
    const client = new Client({ name: 'tests', version: '1' });
    const headers = bearer(await signed(claims));
    const transport = new StreamableHTTPClientTransport(new URL(`${api.url}/mcp`), {
      requestInit: { headers },
    });
    await client.connect(transport);
    clients.push(client);
    return client;
  };
  const call = async <T>(client: Client, name: string, input: Record<string, unknown>): Promise<T> => {
    const result = await client.callTool({ name, arguments: input });
    const [told] = result.content as [{ type: 'text'; text: string }];
    expect(JSON.parse(told.text)).toEqual(result.structuredContent);
    return { ...(result.structuredContent as T), isError: result.isError ?? false };
  };

  it('offers remember, recall and forget, with schemas and what a model must know of them', async () => {
    const client = await connect();
    expect(client.getServerVersion()).toMatchObject({ name: 'somabrain' });
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(['remember', 'recall', 'forget']);
    for (const { description, inputSchema, annotations } of tools) {
      expect(description).toMatch(/.{60}/);
      expect(inputSchema.type).toBe('object');
      expect(annotations?.openWorldHint).toBe(false);
    }
    const [remember, recall, forget] = tools;
    expect(Object.keys(remember?.inputSchema.properties ?? {})).toEqual(
      expect.arrayContaining(['content', 'key', 'links']),
    );
    expect(recall?.inputSchema).toMatchObject({
      required: ['query'],
      properties: { k: { description: expect.any(String) as string } },
    });
    expect([recall?.annotations?.readOnlyHint, forget?.annotations?.destructiveHint]).toEqual([true, true]);
    expect(JSON.stringify(tools)).not.toContain('#/components/');
  });

  it('remembers, recalls and forgets', async () => {
    const client = await connect({ tenant: 'tools' });
    const remembered = await call<{ id: string; status: string }>(client, 'remember', {
      content: 'Ana drinks her tea without milk',
      key: 'ana.tea',
      tags: ['taste'],
    });
    expect(remembered.status).toBe('created');
    const found = await call<Found>(client, 'recall', { query: 'How does Ana drink tea?', k: 3 });
    expect(found.results).toMatchObject([
      { id: remembered.id, content: 'Ana drinks her tea without milk', key: 'ana.tea' },
    ]);
    expect(await call(client, 'forget', { ids: [remembered.id] })).toMatchObject({
      matched: 1,
      isError: false,
    });
    expect((await call<Found>(client, 'recall', { query: 'tea' })).results).toEqual([]);
    const headers = bearer(await signed({ tenant: 'tools', sub: 'auditor', roles: ['auditor'] }));
    const { items } = (await api.get('/audit/events?stream=operations', headers)).json<{
      items: { actor: string; action: string }[];
    }>();
    expect(items.map(({ actor, action }) => [actor, action])).toEqual(
      expect.arrayContaining([
        ['ana', 'memory.remembered'],
        ['ana', 'memories.forgotten'],
      ]),
    );
  });

  it('tells a model what is wrong with its call, as a result', async () => {
    const client = await connect();
    expect(await call(client, 'recall', { query: 'x', k: 1_000 })).toMatchObject({
      isError: true,
      code: 'VALIDATION_FAILED',
      errors: [{ field: 'k' }],
    });
    expect(await call(client, 'remember', {})).toMatchObject({ isError: true, code: 'VALIDATION_FAILED' });
    expect(await call(client, 'remember', { content: 'x\0' })).toMatchObject({ isError: true });
    expect(await call(client, 'forget', {})).toMatchObject({ isError: true, errors: [{ field: 'all' }] });
  });

  it('reads arguments that a model sent as JSON text', async () => {
    const client = await connect({ tenant: 'texts' });
    const content = 'The ferry to Hven leaves at nine';
    await call(client, 'remember', { content, tags: '["travel"]', importance: '2' });
    const asked = { query: 'When does the ferry leave?', k: '1', filters: '{"tags":["travel"]}' };
    expect(await call(client, 'recall', asked)).toMatchObject({ results: [{ content, tags: ['travel'] }] });
  });

  it('refuses arguments that a tool does not have, and names the nearest', async () => {
    const client = await connect();
    expect(await call(client, 'recall', { query: 'x', limit: 3, tag: ['y'] })).toMatchObject({
      isError: true,
      code: 'VALIDATION_FAILED',
      errors: [
        { field: 'limit', message: 'is not a known argument; the nearest is k' },
        { field: 'tag', message: 'is not a known argument; the nearest is tags' },
      ],
    });
  });

  it('answers nobody with the memories of another, wherever the user is named', async () => {
    const client = await connect({ tenant: 'scopes' });
    for (const user_id of ['ana', 'ben'])
      await call(client, 'remember', { content: `The medicine of ${user_id}`, user_id });
    const query = 'Which medicine?';
    for (const scope of [{ user_id: 'ana' }, { filters: { user_id: 'ana' } }]) {
      const { results } = await call<Found>(client, 'recall', { query, ...scope });
      expect(results.map(({ content }) => content)).toEqual(['The medicine of ana']);
    }
    expect(await call(client, 'recall', { query, user_id: 'x', filters: { user_id: 'ana' } })).toMatchObject({
      isError: true,
      errors: [{ field: 'user_id', message: 'differs from filters.user_id; send one of them' }],
    });
    expect(await call(client, 'forget', { user_id: 'ana', dry_run: true })).toMatchObject({ matched: 1 });
  });

  it('shows and does only what the identity may', async () => {
    const reader = await connect({ roles: ['reader'] });
    expect((await reader.listTools()).tools.map(({ name }) => name)).toEqual(['recall']);
    for (const { name } of TOOLS.filter(({ permission }) => permission !== 'memory:read')) {
      expect(await call(reader, name, {})).toMatchObject({
        isError: true,
        code: 'PERMISSION_DENIED',
      });
    }
    await expect(connect({ roles: ['auditor'] })).rejects.toThrow('403');
    await expect(connect({ exp: 1 })).rejects.toThrow('401');
    await expect(connect({ tenants: ['other'] })).rejects.toThrow('400');
  });

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
    const long = JSON.stringify(asked('ping', { x: 'x'.repeat(1024 * 1024) }));
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
