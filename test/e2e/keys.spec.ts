import { expectProblem } from './support/expect-problem';
import type { RunningApi } from './support/running-api';
import { startApi } from './support/start-api';

interface Stored {
  id: string;
  status: string;
}

describe('keys', () => {
  let api: RunningApi;
  let tenants = 0;
  let headers: Record<string, string>;
  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api.stop());
  beforeEach(() => {
    tenants += 1;
    headers = { 'X-Tenant-ID': `keys-${tenants}` };
  });

  const remember = async (body: object) => (await api.post('/remember', body, headers)).json<Stored>();
  const read = async (id: string) => (await api.get(`/memories/${id}`, headers)).json();
  const recalled = async (query: string, user: string) => {
    const body = { query, filters: { user_id: user } };
    const { results } = (await api.post('/recall', body, headers)).json<{ results: { content: string }[] }>();
    return results.map(({ content }) => content);
  };

  it('are not needed to keep what a repeat does not name', async () => {
    const said = { content: 'Ice floats on water', tags: ['physics'], metadata: { source: 'school' } };
    const first = await remember(said);
    const again = await remember({ content: 'Ice floats on water ' });
    expect(again).toMatchObject({ id: first.id, status: 'deduplicated', version: 1 });
    expect(await read(first.id)).toMatchObject(said);
  });

  it('are those of a user: two with the same key keep both memories', async () => {
    const said = [
      { content: 'Favourite colour is blue', key: 'colour', user_id: 'ana' },
      { content: 'Favourite colour is red', key: 'colour', user_id: 'ben' },
    ];
    for (const body of said) expect((await remember(body)).status).toBe('created');
    expect(await recalled('favourite colour', 'ana')).toEqual(['Favourite colour is blue']);
    expect(await recalled('favourite colour', 'ben')).toEqual(['Favourite colour is red']);
  });

  const OWNED: [string, string, object, string][] = [
    ['of a deleted memory', '/delete', { task: 'colour' }, 'task'],
    ['of one that is deleted as recalled', '/recall/delete', { task: 'colour' }, 'task'],
    ['of a plan', '/plan/suggest', { task_key: 'colour' }, 'task_key'],
    ['of a link', '/link', { from_key: 'colour', to_key: 'place' }, 'from_key'],
    ['of links that are read', '/graph/links', { from_key: 'colour' }, 'from_key'],
    ['of neighbours', '/graph/neighbors', { from_key: 'colour' }, 'from_key'],
    ['of a path', '/graph/path', { from_key: 'colour', to_key: 'place' }, 'from_key'],
    ['of retrieval', '/rag/retrieve', { query: 'colour', key: 'colour', mode: 'exact' }, 'key'],
  ];

  it.each(OWNED)('of several users need the user: the key %s', async (_, path, body, field) => {
    const ids = new Map<string, string>();
    for (const user of ['ana', 'ben']) {
      const { id } = await remember({ content: `Colour of ${user}`, key: 'colour', user_id: user });
      ids.set(user, id);
      await remember({ content: `Place of ${user}`, key: 'place', user_id: user });
    }
    const several = await api.post(path, body, headers);
    expect(several.json()).toMatchObject({ status: 400, errors: [{ field }] });
    expect(several.json().detail).toContain('name user_id or agent_id');
    expect((await api.post(path, { ...body, user_id: 'cleo' }, headers)).status).toBe(404);
    const answer = await api.post(path, { ...body, user_id: 'ana' }, headers);
    expect(answer.status).toBe(200);
    expect(answer.text).not.toContain(ids.get('ben'));
    expect((await api.get(`/memories/${String(ids.get('ben'))}`, headers)).status).toBe(200);
    const mine = await api.get(`/memories/${String(ids.get('ana'))}`, headers);
    expect(mine.status).toBe(path.endsWith('delete') ? 404 : 200);
  });

  it('of several users need the user in the tools of agents, too', async () => {
    for (const user of ['ana', 'ben'])
      await remember({ content: `Colour of ${user}`, key: 'colour', user_id: user });
    const { id: place } = await remember({ content: 'A place', user_id: 'ben' });
    const calls = [
      ['get_memory', { key: 'colour' }],
      ['link', { from_key: 'colour', to_id: place }],
      ['forget', { key: 'colour' }],
    ] as const;
    for (const [name, given] of calls) {
      expect((await callTool(name, given)).text).toMatch(/VALIDATION_FAILED.*name user_id/);
      expect((await callTool(name, { ...given, user_id: 'ben' })).text).toContain('structuredContent');
    }
    const { items } = (await api.get('/memories?key=colour', headers)).json<{ items: object[] }>();
    expect(items).toMatchObject([{ user_id: 'ana' }]);
  });

  const kept = {
    key: 'hobby',
    user_id: 'kim',
    tags: ['sport'],
    metadata: { source: 'chat' },
    importance: 2,
    occurred_at: '2026-03-01T09:00:00.000Z',
  };
  const hobby = { ...kept, content: 'Plays tennis at weekends' };

  it.each<[string, (body: object) => Promise<unknown>]>([
    ['POST /remember', (body) => api.post('/remember', body, headers)],
    ['POST /remember/batch', (body) => api.post('/remember/batch', { memories: [body] }, headers)],
    [
      'POST /memory/remember',
      ({ content, ...body }: { content?: string }) =>
        api.post('/memory/remember', { value: content, ...body }, headers),
    ],
    ['the tool remember', (body) => callTool('remember', body)],
  ])('keep what a call does not name, with %s', async (_way, send) => {
    const { id } = await remember(hobby);
    await send({ content: 'Plays squash at weekends', key: 'hobby' });
    expect(await read(id)).toMatchObject({ ...kept, content: 'Plays squash at weekends', version: 2 });
    expect(await recalled('squash', 'kim')).toEqual(['Plays squash at weekends']);
  });

  it('lose what a call says is null, and merge the metadata', async () => {
    const { id } = await remember({ ...hobby, ttl_seconds: 3_600 });
    const cleared = { tags: null, importance: null, occurred_at: null, ttl_seconds: null };
    await remember({ content: 'Rests', key: 'hobby', ...cleared, metadata: { place: 'home' }, mood: 'calm' });
    const stored = await read(id);
    expect(stored).toMatchObject({
      user_id: 'kim',
      importance: 1,
      metadata: { source: 'chat', place: 'home', mood: 'calm' },
    });
    for (const name of ['tags', 'occurred_at', 'expires_at']) expect(stored).not.toHaveProperty(name);
    await remember({ content: 'Rests', key: 'hobby', metadata: { source: null } });
    expect((await read(id)).metadata).toEqual({ place: 'home', mood: 'calm' });
    await remember({ content: 'Rests', key: 'hobby', metadata: null });
    expect(await read(id)).not.toHaveProperty('metadata');
    expect((await remember({ content: 'Rests', key: 'hobby', user_id: null })).id).not.toBe(id);
  });

  it('are replaced as a whole with PUT, in the scope that the body leaves open', async () => {
    const { id } = await remember(hobby);
    const replace = (body: object, path = '/memories/by-key/hobby') =>
      api.send('PUT', path, {
        headers: { ...headers, 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      });
    const replaced = await replace({ content: 'Rests', tags: ['calm'] });
    expect([replaced.status, replaced.json<Stored>()]).toMatchObject([200, { id, status: 'updated' }]);
    const whole = await read(id);
    expect(whole).toMatchObject({ content: 'Rests', user_id: 'kim', tags: ['calm'], importance: 1 });
    for (const name of ['metadata', 'occurred_at']) expect(whole).not.toHaveProperty(name);
    expect((await replace({ content: 'Rests', user_id: 'ben' })).status).toBe(201);
    expect((await replace({ content: 'New' }, '/memories/by-key/a%2Fb')).json()).toMatchObject({
      key: 'a/b',
    });
    expectProblem(await replace({ content: 'Rests', key: 'other' }), 400, 'VALIDATION_FAILED');
    expectProblem(await replace({ content: 'x' }, '/memories/by-key/a%00b'), 400, 'VALIDATION_FAILED');
  });

  const callTool = (name: string, given: object) =>
    api.post(
      '/mcp',
      { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: given } },
      { ...headers, Accept: 'application/json, text/event-stream' },
    );
});
