import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { TOOLS } from '../../apps/api/src/mcp/tools';
import { callTool as call, McpAgents } from './support/mcp-agents';
import type { RunningApi } from './support/running-api';
import { bearer, signed } from './support/token-signer';

interface Found {
  readonly results: { id: string; content: string; key?: string }[];
}

describe('the tools of an agent', () => {
  let agents: McpAgents;
  let api: RunningApi;

  beforeAll(async () => {
    agents = await McpAgents.start();
    ({ api } = agents);
  });
  afterAll(() => agents.stop());

  const connect = (claims: Record<string, unknown> = {}) => agents.connect(claims);

  it('offers tools, with schemas and what a model must know of them', async () => {
    const client = await connect();
    expect(client.getServerVersion()).toMatchObject({ name: 'somabrain' });
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(TOOLS.map(({ name }) => name));
    for (const { description, inputSchema } of tools) {
      expect(description).toMatch(/.{40}/);
      expect(inputSchema.type).toBe('object');
    }
    const [remember, recall, forget] = tools;
    expect(Object.keys(remember?.inputSchema.properties ?? {})).toEqual(
      expect.arrayContaining(['content', 'key', 'links']),
    );
    expect(recall?.inputSchema).toMatchObject({
      // A question or filters: neither is required by itself.
      properties: {
        query: { description: expect.any(String) as string },
        filters: expect.any(Object) as object,
        k: { description: expect.any(String) as string },
      },
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
    expect(remembered).not.toHaveProperty('tenant');
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

  describe('a repeated remember', () => {
    const SAID = { content: 'The courier comes on Friday', session_id: 'chat-1', speaker: 'user' };
    const listed = async (tenant: string) => {
      const { total } = (await api.get('/memories?total=true', bearer(await signed({ tenant })))).json<{
        total: number;
      }>();
      return total;
    };
    const remember = (client: Client, memory: Record<string, unknown> = SAID) =>
      call<{ id: string }>(client, 'remember', memory);

    it('stores once, also in a session, also at the same time', async () => {
      const client = await connect({ tenant: 'retries' });
      const both = await Promise.all([remember(client), remember(client)]);
      const ids = [...both, await remember(client)].map(({ id }) => id);
      expect([new Set(ids).size, await listed('retries')]).toEqual([1, 1]);
      expect((await client.listTools()).tools[0]?.annotations?.idempotentHint).toBe(true);
    });

    it('stores what differs: by its speaker, its place, its time or its caller', async () => {
      const client = await connect({ tenant: 'differing' });
      const other = await connect({ tenant: 'differing', sub: 'ben' });
      const said = [{}, { speaker: 'Ana' }, { position: 2 }, { occurred_at: '2026-03-01T09:00:00Z' }];
      for (const differing of said) await remember(client, { ...SAID, ...differing });
      await remember(other);
      expect(await listed('differing')).toBe(5);
    });

    it('stores anew what was forgotten or says something else by now', async () => {
      const client = await connect({ tenant: 'anew' });
      const first = await remember(client);
      await call(client, 'forget', { ids: [first.id] });
      const second = await remember(client);
      expect([second.id === first.id, await listed('anew')]).toEqual([false, 1]);
      expect((await remember(client)).id).toBe(second.id);
      const headers = {
        'Content-Type': 'application/merge-patch+json',
        ...bearer(await signed({ tenant: 'anew' })),
      };
      const changed = { headers, body: JSON.stringify({ content: 'The courier came' }) };
      expect((await api.send('PATCH', `/memories/${second.id}`, changed)).status).toBe(200);
      const third = await remember(client);
      expect([third.id === second.id, await listed('anew')]).toEqual([false, 2]);
    });

    it('under a key makes a version of what differs, and none of what is the same', async () => {
      const client = await connect({ tenant: 'keyed' });
      const versions: unknown[] = [];
      for (const content of ['one', 'one', 'two', 'one'])
        versions.push(await remember(client, { content, key: 'k', session_id: 's' }));
      expect(versions).toMatchObject([{ version: 1 }, { version: 1 }, { version: 2 }, { version: 3 }]);
    });
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

  it('gives each text once in the structured result, and once in the text that says the same', async () => {
    const client = await connect({ tenant: 'once' });
    await call(client, 'remember', { content: 'The safe opens with 38-17-52', key: 'safe' });
    const asked = { name: 'recall', arguments: { query: 'What opens the safe?' } };
    const { content, structuredContent } = await client.callTool(asked);
    expect(JSON.stringify(structuredContent).split('38-17-52')).toHaveLength(2);
    expect(JSON.stringify(content).split('38-17-52')).toHaveLength(2);
    expect(JSON.stringify(structuredContent)).not.toMatch(/null|\[\]|\{\}/);
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
});
