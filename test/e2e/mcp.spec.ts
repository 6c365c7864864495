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
    expect(await call(client, 'nonsense', {})).toMatchObject({ isError: true, code: 'VALIDATION_FAILED' });
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

  it.each<[string, unknown, number]>([
    ['no message of the protocol', { hello: 'world' }, 400],
    ['another version', { jsonrpc: '1.0', id: 1, method: 'ping' }, 400],
    ['a list', [PING], 400],
    ['a method that is not there', { jsonrpc: '2.0', id: 1, method: 'tools/destroy' }, 200],
    ['a call without a name', { jsonrpc: '2.0', id: 1, method: 'tools/call', params: {} }, 200],
    ['a name that is no text', { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 7 } }, 200],
    [
      'the name of a member of every object',
      { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'constructor' } },
      200,
    ],
  ])('survives %s', async (_, message, status) => {
    const answer = await api.post('/mcp', message, { ...ACCEPT, ...bearer(await signed()) });
    expect([answer.status, answer.text.includes('rror')]).toEqual([status, true]);
  });

  it('takes requests by POST only: it keeps no sessions', async () => {
    for (const method of ['GET', 'DELETE']) {
      const answer = await api.send(method, '/mcp', { headers: { ...ACCEPT, ...bearer(await signed()) } });
      expectProblem(answer, 405, 'METHOD_NOT_ALLOWED');
    }
  });
});
