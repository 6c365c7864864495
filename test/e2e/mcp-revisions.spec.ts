import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { McpAgents } from './support/mcp-agents';
import { bearer, signed } from './support/token-signer';

const OLDER = ['2024-10-07', '2024-11-05', '2025-03-26', '2025-06-18', '2025-11-25'];
const NEWEST = '2026-07-28';

/** A message that carries its version, as those of the newest revision do. */
const carrying = (version: string, method: string, params: object = {}) => ({
  jsonrpc: '2.0',
  id: 1,
  method,
  params: {
    ...params,
    _meta: {
      'io.modelcontextprotocol/protocolVersion': version,
      'io.modelcontextprotocol/clientInfo': { name: 'tests', version: '1' },
      'io.modelcontextprotocol/clientCapabilities': {},
    },
  },
});
const named = (version: string, method: string) => ({
  'MCP-Protocol-Version': version,
  'Mcp-Method': method,
});

describe('the revisions of the Model Context Protocol', () => {
  let agents: McpAgents;
  let identity: Record<string, string>;

  beforeAll(async () => {
    agents = await McpAgents.start();
    identity = bearer(await signed({ tenant: 'revisions' }));
  });
  afterAll(() => agents.stop());

  const ask = (message: object, headers: Record<string, string> = {}) =>
    agents.api.post('/mcp', message, { ...identity, ...headers });
  const introduced = (protocolVersion: string) => ({
    jsonrpc: '2.0',
    id: 1,
    method: 'initialize',
    params: { protocolVersion, capabilities: {}, clientInfo: { name: 'tests', version: '1' } },
  });

  it.each(OLDER)(
    '%s is agreed on with initialize, and named in the header of later requests',
    async (version) => {
      expect((await ask(introduced(version))).json()).toMatchObject({ result: { protocolVersion: version } });
      const listed = await ask(
        { jsonrpc: '2.0', id: 2, method: 'tools/list' },
        { 'MCP-Protocol-Version': version },
      );
      expect([listed.status, listed.text.includes('"recall"')]).toEqual([200, true]);
    },
  );

  it.each([NEWEST, '2099-01-01', 'nonsense'])(
    '%s is no version to agree on with initialize: the newest that is comes back',
    async (version) => {
      expect((await ask(introduced(version))).json()).toMatchObject({
        result: { protocolVersion: '2025-11-25' },
      });
    },
  );

  it('needs no header, as before there was one', async () => {
    expect((await ask({ jsonrpc: '2.0', id: 1, method: 'tools/list' })).status).toBe(200);
  });

  it.each(['2099-01-01', 'nonsense', NEWEST])(
    'refuses %s in the header of an older message',
    async (version) => {
      const answer = await ask(
        { jsonrpc: '2.0', id: 1, method: 'ping' },
        { 'MCP-Protocol-Version': version },
      );
      expect([answer.status, answer.json()]).toMatchObject([400, { id: 1, error: { code: -32602 } }]);
    },
  );

  it('2026-07-28 needs no introduction, and tells what is spoken', async () => {
    const answer = await ask(carrying(NEWEST, 'server/discover'), named(NEWEST, 'server/discover'));
    expect([answer.status, answer.json()]).toMatchObject([
      200,
      { result: { supportedVersions: [NEWEST], capabilities: { tools: {} }, resultType: 'complete' } },
    ]);
  });

  it.each<[string, object, Record<string, string>, number, number]>([
    [
      'a version that is not known',
      carrying('2099-01-01', 'tools/list'),
      named('2099-01-01', 'tools/list'),
      400,
      -32022,
    ],
    ['a header that says something else', carrying(NEWEST, 'tools/list'), named(NEWEST, 'ping'), 400, -32020],
    ['no header', carrying(NEWEST, 'tools/list'), {}, 400, -32020],
    ['a method that is not there', carrying(NEWEST, 'tools/x'), named(NEWEST, 'tools/x'), 404, -32601],
    [
      'a stream of changes, of which there are none',
      carrying(NEWEST, 'subscriptions/listen', { notifications: {} }),
      named(NEWEST, 'subscriptions/listen'),
      404,
      -32601,
    ],
  ])('2026-07-28 refuses %s', async (_, message, headers, status, code) => {
    const answer = await ask(message, headers);
    expect([answer.status, answer.json()]).toMatchObject([
      status,
      { jsonrpc: '2.0', id: 1, error: { code } },
    ]);
  });

  it('is the newest one with a client that speaks it, within the pin of the URL', async () => {
    const client = new Client(
      { name: 'tests', version: '1' },
      { versionNegotiation: { mode: { pin: NEWEST } } },
    );
    const url = new URL(`${agents.api.url}/mcp/u/ana`);
    await client.connect(new StreamableHTTPClientTransport(url, { requestInit: { headers: identity } }));
    expect((await client.listTools()).tools.map(({ name }) => name)).toContain('recall');
    await client.callTool({ name: 'remember', arguments: { content: 'Tea is at four' } });
    const found = await client.callTool({ name: 'recall', arguments: { query: 'when is tea' } });
    expect(found.structuredContent).toMatchObject({ results: [{ content: 'Tea is at four' }] });
    const wrong = await client.callTool({ name: 'recall', arguments: { query: 'tea', user_id: 'ben' } });
    expect(wrong.isError).toBe(true);
    const { resources } = await client.listResources();
    const uri = resources[0]?.uri ?? '';
    expect((await client.readResource({ uri })).contents[0]).toMatchObject({
      uri,
      mimeType: 'application/json',
    });
    await expect(client.readResource({ uri: 'memory://nothing' })).rejects.toMatchObject({ code: -32602 });
    await client.close();
  });
});
