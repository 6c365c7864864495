import { callTool as call, McpAgents } from './support/mcp-agents';

describe('memories as resources and prompts of an agent', () => {
  let agents: McpAgents;
  beforeAll(async () => {
    agents = await McpAgents.start();
  });
  afterAll(() => agents.stop());

  it('lists and reads memories, as far as the pin reaches', async () => {
    const ana = await agents.connect({ tenant: 'resources' }, '/mcp/u/ana');
    const ben = await agents.connect({ tenant: 'resources' }, '/mcp/u/ben');
    const { id } = await call<{ id: string }>(ana, 'remember', { content: 'The wifi is called Heron' });
    const uri = `memory://${id}`;
    expect((await ana.listResources()).resources).toEqual([
      { uri, name: 'The wifi is called Heron', mimeType: 'application/json' },
    ]);
    expect((await ben.listResources()).resources).toEqual([]);
    const [read] = (await ana.readResource({ uri })).contents as { text: string }[];
    expect(JSON.parse(read?.text ?? '')).toMatchObject({ id, content: 'The wifi is called Heron' });
    await expect(ben.readResource({ uri })).rejects.toMatchObject({ code: -32602, data: { uri } });
    await expect(ana.readResource({ uri: 'file:///etc/passwd' })).rejects.toMatchObject({ code: -32602 });
    expect((await ana.listResourceTemplates()).resourceTemplates[0]?.uriTemplate).toBe('memory://{id}');
  });

  it('offers two prompts', async () => {
    const client = await agents.connect({ tenant: 'prompts' });
    await call(client, 'remember', { content: 'The plumber is called Otto' });
    expect((await client.listPrompts()).prompts).toHaveLength(2);
    const text = async (name: string, given?: Record<string, string>) =>
      JSON.stringify((await client.getPrompt({ name, arguments: given })).messages);
    expect(await text('answer_from_memory', { question: 'Who is the plumber?' })).toContain('Otto');
    expect(await text('remember_conversation')).toContain('remember');
    await expect(text('answer_from_memory')).rejects.toMatchObject({ code: -32602 });
    await expect(text('nonsense')).rejects.toMatchObject({ code: -32602 });
  });
});
