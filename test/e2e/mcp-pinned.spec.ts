import { callTool as call, McpAgents } from './support/mcp-agents';
import { bearer, signed } from './support/token-signer';

interface Found {
  readonly results: { content: string }[];
}
interface Listed {
  readonly memories: { id: string; content: string; user_id?: string; namespace: string }[];
}

describe('an agent pinned by its URL', () => {
  let agents: McpAgents;
  beforeAll(async () => {
    agents = await McpAgents.start({ SOMABRAIN_POLICY_BUNDLE: 'default' });
  });
  afterAll(() => agents.stop());

  const listed = async (tenant: string, path: string, claims: Record<string, unknown> = {}) => {
    const client = await agents.connect({ tenant, ...claims }, path);
    return (await call<Listed>(client, 'list_memories', {})).memories;
  };

  it('stores for its user, and sees nothing of others', async () => {
    const ana = await agents.connect({ tenant: 'pinned' }, '/mcp/u/ana');
    const ben = await agents.connect({ tenant: 'pinned' }, '/mcp/u/ben');
    const said = { content: 'The code of the gate is 4711', session_id: 's1' };
    const { id } = await call<{ id: string }>(ana, 'remember', said);
    expect((await call<{ id: string }>(ben, 'remember', said)).id).not.toBe(id);
    expect(await listed('pinned', '/mcp/u/ana')).toMatchObject([{ id, user_id: 'ana' }]);
    expect(await listed('pinned', '/mcp')).toHaveLength(2);
    for (const [name, given] of [
      ['get_memory', { id }],
      ['update_memory', { id, content: 'x' }],
      ['link', { from_id: id, to_key: 'x' }],
      ['feedback', { memory_ids: [id] }],
    ] as const) {
      expect(await call(ben, name, given)).toMatchObject({ isError: true, code: 'MEMORY_NOT_FOUND' });
    }
    expect(await call(ben, 'forget', { ids: [id] })).toMatchObject({ forgotten: 0 });
    expect(await call(ben, 'forget', { all: true })).toMatchObject({ forgotten: 1 });
    const found = await call<Found>(ben, 'recall', { query: 'code of the gate', session_id: 's1' });
    expect(found.results).toEqual([]);
    expect((await call<{ prompt: string }>(ben, 'context', { query: 'gate' })).prompt).not.toContain('4711');
    expect(await listed('pinned', '/mcp')).toMatchObject([{ id, user_id: 'ana' }]);
  });

  it('does not leave its user or namespace by an argument', async () => {
    const client = await agents.connect({ tenant: 'leaving' }, '/mcp/u/ana?namespace=notes');
    const { id } = await call<{ id: string }>(client, 'remember', { content: 'Mine' });
    for (const [name, given] of [
      ['remember', { content: 'x', user_id: 'ben' }],
      ['remember', { content: 'x', namespace: 'default' }],
      ['recall', { query: 'x', user_id: 'ben' }],
      ['recall', { query: 'x', filters: { user_id: 'ben' } }],
      ['recall', { query: 'x', namespace: 'default' }],
      ['list_memories', { user_id: 'ben' }],
      ['forget', { user_id: 'ben' }],
    ] as const) {
      expect(await call(client, name, given)).toMatchObject({ isError: true, code: 'VALIDATION_FAILED' });
    }
    expect(await call(client, 'update_memory', { id, clear: ['user_id'] })).toMatchObject({
      isError: true,
      code: 'POLICY_DENIED',
    });
    expect(await listed('leaving', '/mcp')).toMatchObject([{ id, user_id: 'ana', namespace: 'notes' }]);
  });

  it('sees no more than the policy allows', async () => {
    const [ana, ben] = ['ana', 'ben'].map((sub) => ({ sub, roles: ['member'] }));
    const own = await agents.connect({ tenant: 'members', ...ana }, '/mcp/u/ana');
    await call(own, 'remember', { content: 'Of Ana' });
    expect(await listed('members', '/mcp/u/ana', ben)).toEqual([]);
    const other = await agents.connect({ tenant: 'members', ...ben }, '/mcp/u/ana');
    expect(await call(other, 'remember', { content: 'x' })).toMatchObject({ isError: true });
    expect(await listed('members', '/mcp/u/ana', ana)).toHaveLength(1);
  });

  it('needs a name that a user can have', async () => {
    const ping = { jsonrpc: '2.0', id: 1, method: 'ping' };
    for (const path of ['/mcp/u/a%00b', `/mcp/u/${'x'.repeat(257)}`, '/mcp?namespace=no%20spaces']) {
      const answer = await agents.api.post(path, ping, bearer(await signed()));
      expect([path, answer.status]).toEqual([path, 400]);
    }
  });
});
