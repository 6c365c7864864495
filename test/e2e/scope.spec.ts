import { expectProblem } from './support/expect-problem';
import { startApi } from './support/start-api';
import type { RunningApi } from './support/running-api';

const ANA = 'Ana takes iron every morning';
const BEN = 'Ben takes lithium every morning';
const QUESTION = 'What is taken every morning?';

/** What people name at the top of a request is what they get, on every route that finds memories. */
describe('a user, an agent and tags at the top of a request', () => {
  let api: RunningApi;
  beforeAll(async () => {
    api = await startApi();
    const ben = { content: BEN, user_id: 'ben', agent_id: 'nurse', tags: ['pills'], key: 'of-ben' };
    const { id } = (await api.post('/remember', ben)).json<{ id: string }>();
    const ana = { content: ANA, user_id: 'ana', agent_id: 'coach', tags: ['food'], key: 'of-ana' };
    await api.post('/remember', ana);
    await api.post('/link', { from_key: 'of-ana', to_id: id, type: 'related' });
  });
  afterAll(() => api.stop());

  const tool = (args: Record<string, unknown>) =>
    api.post(
      '/mcp',
      {
        jsonrpc: '2.0',
        id: 1,
        method: 'tools/call',
        params: { name: 'recall', arguments: { query: QUESTION, ...args } },
      },
      { Accept: 'application/json, text/event-stream' },
    );
  const routes: [string, (scope: Record<string, unknown>) => ReturnType<RunningApi['post']>][] = [
    ['POST /recall', (scope) => api.post('/recall', { query: QUESTION, ...scope })],
    ['POST /rag/retrieve', (scope) => api.post('/rag/retrieve', { query: QUESTION, ...scope })],
    [
      'POST /rag/retrieve of a memory by its key',
      (scope) => api.post('/rag/retrieve', { query: QUESTION, key: 'of-ben', ...scope }),
    ],
    ['POST /context/evaluate', (scope) => api.post('/context/evaluate', { query: QUESTION, ...scope })],
    ['the tool recall', tool],
  ];

  describe.each(routes)('%s', (_, ask) => {
    it.each([{ user_id: 'ana' }, { agent_id: 'coach' }, { tags: ['food'] }])(
      'finds only what %j names',
      async (scope) => {
        const { text } = await ask(scope);
        expect(text).not.toMatch(/lithium|of-ben/);
        expect((await ask({ filters: scope })).text).not.toMatch(/lithium|of-ben/);
      },
    );

    it('finds nothing of a user who has nothing', async () => {
      const { text } = await ask({ user_id: 'nobody' });
      expect(text).not.toMatch(/lithium|iron/);
    });

    it('refuses a scope that differs from the filters', async () => {
      const { text } = await ask({ user_id: 'ana', filters: { user_id: 'ben' } });
      expect(text).toContain('differs from filters.user_id; send one of them');
      expect(text).not.toMatch(/lithium/);
    });
  });

  it('POST /recall finds what is named', async () => {
    const both = { user_id: 'ben', filters: { user_id: 'ben', tags: ['pills'] } };
    const answer = await api.post('/recall', { query: QUESTION, ...both });
    expect(answer.json<{ results: { content: string }[] }>().results.map(({ content }) => content)).toEqual([
      BEN,
    ]);
  });

  it('POST /act looks at what is named', async () => {
    const hits = async (scope: Record<string, unknown>) => {
      const { plan, results } = (await api.post('/act', { task: 'of-ana', ...scope })).json<{
        plan: string[];
        results: { memory_hits: number }[];
      }>();
      return { plan, hits: results[0]?.memory_hits };
    };
    expect((await hits({ tags: ['food'] })).plan).toEqual(['of-ben']);
    expect(await hits({ user_id: 'ana', tags: ['food'] })).toEqual({ plan: [], hits: 1 });
    const asked = await api.post('/act', { task: QUESTION, filters: { tags: ['food'] } });
    expect(asked.json()).toMatchObject({ results: [{ memory_hits: 1 }] });
    expectProblem(
      await api.post('/act', { task: 'x', user_id: 'ana', filters: { user_id: 'ben' } }),
      400,
      'VALIDATION_FAILED',
    );
  });

  it('POST /plan/suggest makes plans of the memories of one user', async () => {
    const plan = (scope: Record<string, unknown>) =>
      api.post('/plan/suggest', { task_key: 'of-ana', rel_types: ['related'], ...scope });
    expect((await plan({})).json().plan).toEqual(['of-ben']);
    expect((await plan({ user_id: 'ana' })).json().plan).toEqual([]);
    expectProblem(await plan({ user_id: 'ben' }), 404, 'MEMORY_NOT_FOUND');
    expect((await plan({ tags: ['pills'] })).json().plan).toEqual(['of-ben']);
    expect((await plan({ filters: { tags: ['food'] } })).json().plan).toEqual([]);
    const day = (zone: string) => ({ filters: { created_after: '2100-01-01' }, time_zone: zone });
    expect((await plan(day('Asia/Tokyo'))).json().plan).toEqual([]);
  });
});

describe('several namespaces in a request', () => {
  let api: RunningApi;
  beforeAll(async () => {
    api = await startApi();
    for (const namespace of ['org/a', 'org/b', 'other'])
      await api.post('/remember', { content: `The bell of ${namespace} rings`, namespace });
  });
  afterAll(() => api.stop());

  const context = (args: object) =>
    api.post(
      '/mcp',
      { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'context', arguments: args } },
      { Accept: 'application/json, text/event-stream' },
    );
  const routes: [string, (body: object) => ReturnType<RunningApi['post']>][] = [
    ['POST /recall', (body) => api.post('/recall', body)],
    ['POST /rag/retrieve', (body) => api.post('/rag/retrieve', body)],
    ['POST /context/evaluate', (body) => api.post('/context/evaluate', body)],
    ['the tool context', context],
  ];

  it.each(routes)('are asked together by %s', async (_, ask) => {
    for (const place of [
      { namespaces: ['org/a', 'org/b'] },
      { namespace: 'org/*' },
      { namespaces: ['org/*'] },
    ]) {
      const { text } = await ask({ query: 'Which bell rings?', ...place });
      expect(['org/a', 'org/b', 'other'].map((name) => text.includes(`The bell of ${name} rings`))).toEqual([
        true,
        true,
        false,
      ]);
    }
    const tooMany = { query: 'x', namespaces: Array.from({ length: 17 }, (_each, n) => `n${n}`) };
    const both = { query: 'x', namespace: 'a', namespaces: ['b'] };
    for (const wrong of [tooMany, both]) expect((await ask(wrong)).text).toMatch(/VALIDATION_FAILED/);
  });

  it('have no key and no place for a question that is stored', async () => {
    for (const more of [{ key: 'kb.a' }, { persist: true }]) {
      const refused = await api.post('/rag/retrieve', { query: 'bell', namespace: 'org/*', ...more });
      expect(refused.json()).toMatchObject({ status: 400, errors: [{ field: Object.keys(more)[0] }] });
    }
  });
});

describe('a field that a route does not know', () => {
  let api: RunningApi;
  beforeAll(async () => {
    api = await startApi();
    await api.post('/remember', { content: 'one note' });
  });
  afterAll(() => api.stop());

  it.each<[string, Record<string, unknown>, string]>([
    ['/recall', { query: 'note', limit: 1 }, 'limit: is not a known field; the nearest is k'],
    ['/recall', { query: 'note', n_results: 1 }, 'n_results: is not a known field; the nearest is k'],
    ['/recall', { query: 'note', filter: {} }, 'filter: is not a known field; the nearest is filters'],
    ['/recall', { query: 'note', session: 'x' }, 'session: is not a known field; the nearest is session_id'],
    [
      '/recall',
      { query: 'note', filters: { user: 'x' } },
      'filters.user: is not a known field; the nearest is user_id',
    ],
    ['/rag/retrieve', { query: 'note', k: 1 }, 'k: is not a known field; the nearest is top_k'],
    ['/context/evaluate', { query: 'note', limit: 1 }, 'limit: is not a known field; the nearest is top_k'],
    ['/act', { task: 'note', user: 'x' }, 'user: is not a known field; the nearest is user_id'],
    [
      '/plan/suggest',
      { task_key: 'note', steps: 1 },
      'steps: is not a known field; the nearest is max_steps',
    ],
    ['/forget', { tag: ['x'], all: true }, 'tag: is not a known field; the nearest is'],
    ['/link', { from: 'a', to_key: 'b' }, 'from: is not a known field; the nearest is from_'],
    ['/reflect', { limit: 1 }, 'limit: is not a known field'],
  ])('%s refuses %j', async (path, body, message) => {
    const refused = await api.post(path, body);
    expectProblem(refused, 400, 'VALIDATION_FAILED');
    expect(refused.text).toContain(message.split(': ')[1]);
    expect(refused.json().detail).toContain(message);
  });

  it.each([
    ['/memories?user=x', 'user: is not a known field; the nearest is user_id'],
    ['/memories?page_size=3', 'page_size: is not a known field; the nearest is limit'],
  ])('GET %s is refused', async (path, message) => {
    const refused = await api.get(path);
    expectProblem(refused, 400, 'VALIDATION_FAILED');
    expect(refused.json().detail).toContain(message);
  });
});
