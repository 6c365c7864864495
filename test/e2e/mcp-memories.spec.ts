import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { callTool as call, McpAgents } from './support/mcp-agents';
import { bearer, signed } from './support/token-signer';

interface Shown {
  readonly id: string;
  readonly content: string;
  readonly version: number;
}
interface Listed {
  readonly memories: Shown[];
  readonly next_cursor?: string;
}

describe('an agent that looks after memories', () => {
  let agents: McpAgents;
  beforeAll(async () => {
    agents = await McpAgents.start();
  });
  afterAll(() => agents.stop());

  const remember = async (client: Client, memory: Record<string, unknown>) =>
    (await call<Shown>(client, 'remember', memory)).id;

  it('reads one by its id or its key', async () => {
    const client = await agents.connect({ tenant: 'reading' });
    const id = await remember(client, { content: 'Cleo rows', key: 'cleo.sport', tags: ['sport'] });
    const shown = {
      id,
      content: 'Cleo rows',
      key: 'cleo.sport',
      tags: ['sport'],
      version: 1,
      isError: false,
    };
    expect(await call(client, 'get_memory', { id })).toMatchObject(shown);
    expect(await call(client, 'get_memory', { key: 'cleo.sport' })).toMatchObject(shown);
    for (const [given, code] of [
      [{ id: 'f81d4fae-7dec-4d02-a765-00a0c91e6bf6' }, 'MEMORY_NOT_FOUND'],
      [{ key: 'cleo.sport', namespace: 'other' }, 'MEMORY_NOT_FOUND'],
      [{}, 'VALIDATION_FAILED'],
      [{ id, key: 'cleo.sport' }, 'VALIDATION_FAILED'],
    ] as const) {
      expect(await call(client, 'get_memory', given)).toMatchObject({ isError: true, code });
    }
  });

  it('lists those that meet conditions, newest first, page by page', async () => {
    const client = await agents.connect({ tenant: 'listing' });
    for (const place of [1, 2, 3]) await remember(client, { content: `Trip ${place}`, user_id: 'ana' });
    await remember(client, { content: 'Diary', user_id: 'ben', metadata: { mood: 'good' } });
    const contents = ({ memories }: Listed) => memories.map(({ content }) => content);
    const first = await call<Listed>(client, 'list_memories', { user_id: 'ana', limit: 2 });
    expect(contents(first)).toEqual(['Trip 3', 'Trip 2']);
    const cursor = first.next_cursor;
    const second = await call<Listed>(client, 'list_memories', { user_id: 'ana', limit: 2, cursor });
    expect([contents(second), second.next_cursor]).toEqual([['Trip 1'], undefined]);
    const filters = { metadata: { mood: 'good' } };
    expect(contents(await call<Listed>(client, 'list_memories', { filters }))).toEqual(['Diary']);
    expect(contents(await call<Listed>(client, 'list_memories', { filters, user_id: 'ana' }))).toEqual([]);
    expect(await call(client, 'list_memories', { cursor: 'nonsense' })).toMatchObject({
      isError: true,
      code: 'CURSOR_INVALID',
    });
  });

  it('changes the fields that it gives and empties those that it names', async () => {
    const client = await agents.connect({ tenant: 'changing' });
    const id = await remember(client, {
      content: 'The pump is broken',
      key: 'pump',
      tags: ['garden'],
      metadata: { part: 'valve', room: 3 },
    });
    const change = { id, content: 'The pump works', metadata: { part: null }, clear: ['key'] };
    const changed = await call(client, 'update_memory', change);
    expect(changed).toMatchObject({ content: 'The pump works', tags: ['garden'], version: 2 });
    expect(changed).toMatchObject({ metadata: { room: 3 } });
    expect(changed).not.toHaveProperty('key');
    const again = { id, content: 'The pump works' };
    expect(await call(client, 'update_memory', again)).toMatchObject({ version: 2 });
    for (const wrong of [
      { id },
      { content: 'x' },
      { ...again, clear: ['content'] },
      { id, clear: ['version'] },
    ])
      expect(await call(client, 'update_memory', wrong)).toMatchObject({
        isError: true,
        code: 'VALIDATION_FAILED',
      });
  });

  it('gets a prompt of what matters for a question', async () => {
    const client = await agents.connect({ tenant: 'prompting' });
    const id = await remember(client, { content: 'The spare key hangs behind the clock' });
    const built = await call<{ prompt: string; memory_ids: string[] }>(client, 'context', {
      query: 'Where is the spare key?',
      k: 3,
      max_tokens: 200,
    });
    expect(built.memory_ids).toEqual([id]);
    expect(built.prompt.split('behind the clock')).toHaveLength(2);
  });

  it('links memories, and says which of them helped', async () => {
    const client = await agents.connect({ tenant: 'linking' });
    const id = await remember(client, { content: 'Chapter one', key: 'one', links: ['three'] });
    await remember(client, { content: 'The book', key: 'book' });
    expect(await call(client, 'link', { from_id: id, to_key: 'book', type: 'part_of' })).toMatchObject({
      from_id: id,
      type: 'part_of',
    });
    const headers = bearer(await signed({ tenant: 'linking' }));
    const { edges } = (await agents.api.post('/graph/links', { from_key: 'one' }, headers)).json<{
      edges: { to: string; type: string }[];
    }>();
    expect(edges.map(({ to, type }) => [to, type]).sort()).toEqual([
      ['book', 'part_of'],
      ['three', 'related'],
    ]);
    expect(await call(client, 'link', { from_id: id })).toMatchObject({ errors: [{ field: 'to_key' }] });
    const helped = { memory_ids: [id], query: 'Which chapter?' };
    expect(await call(client, 'feedback', helped)).toMatchObject({ rated: 1, isError: false });
    expect(await call(client, 'feedback', {})).toMatchObject({ isError: true, code: 'VALIDATION_FAILED' });
  });

  it('does all this only as far as its role allows', async () => {
    const reader = await agents.connect({ roles: ['reader'] });
    const offered = (await reader.listTools()).tools.map(({ name }) => name);
    expect(offered).toEqual(['recall', 'get_memory', 'list_memories', 'context']);
    const writer = await agents.connect({ roles: ['writer'], tenant: 'writing' });
    expect((await writer.listTools()).tools.map(({ name }) => name)).not.toContain('forget');
    const id = await remember(writer, { content: 'Stays' });
    expect(await call(writer, 'update_memory', { id, ttl_seconds: 1 })).toMatchObject({
      isError: true,
      code: 'PERMISSION_DENIED',
    });
  });
});
