import { expectProblem } from './support/expect-problem';
import type { RunningApi } from './support/running-api';
import { STARTS } from './support/start-api';

describe.each(Object.entries(STARTS))('the graph %s', (_, start) => {
  let api: RunningApi;
  let headers: Record<string, string>;
  let tenants = 0;

  beforeAll(async () => {
    api = await start();
  });
  afterAll(() => api.stop());
  beforeEach(() => {
    tenants += 1;
    headers = { 'X-Tenant-ID': `graph-${tenants}` };
  });

  const ask = async <T>(path: string, body: object): Promise<T> =>
    (await api.post(path, body, headers)).json<T>();
  const remember = (key: string, links: object[] = [], fields: object = {}) =>
    ask<{ id: string; coordinate: string }>('/remember', { content: `About ${key}`, key, links, ...fields });

  it('shows the neighbours of a memory, however it is named', async () => {
    const paris = await remember('paris', [{ type: 'part_of', target: 'france' }]);
    await remember('france', [{ type: 'part_of', target: 'europe', weight: 2 }]);
    await remember('lyon', [{ type: 'part_of', target: 'france' }]);
    for (const from of [{ from_key: 'paris' }, { from_id: paris.id }, { from_coord: paris.coordinate }]) {
      expect(await ask('/graph/neighbors', { ...from, hops: 2 })).toMatchObject({
        neighbors: [
          { key: 'france', hops: 1, cost: 1, via: { from: 'paris', to: 'france', type: 'part_of' } },
          { key: 'europe', id: null, hops: 2, cost: 1.5 },
          { key: 'lyon', hops: 2, cost: 2 },
        ],
        truncated: false,
      });
    }
    expect(await ask('/graph/neighbors', { from_key: 'france', direction: 'in', limit: 1 })).toMatchObject({
      neighbors: [{ key: 'lyon' }],
      truncated: true,
    });
    expect(await ask('/graph/neighbors', { from_key: 'paris', types: ['causes'] })).toMatchObject({
      neighbors: [],
    });
  });

  it('finds the way between memories, in circles and with none', async () => {
    await remember('a', [{ target: 'b' }]);
    await remember('b', [{ target: 'c' }]);
    await remember('c', [{ target: 'a' }]);
    await remember('alone');
    expect(await ask('/graph/path', { from_key: 'a', to_key: 'c', direction: 'out' })).toMatchObject({
      found: true,
      hops: 2,
      cost: 2,
      nodes: [{ key: 'a' }, { key: 'b' }, { key: 'c' }],
      edges: [
        { from: 'a', to: 'b' },
        { from: 'b', to: 'c' },
      ],
    });
    expect(await ask('/graph/path', { from_key: 'a', to_key: 'c' })).toMatchObject({ hops: 1 });
    expect(await ask('/graph/path', { from_key: 'a', to_key: 'alone' })).toMatchObject({
      found: false,
      hops: null,
      nodes: [],
    });
  });

  it('names the field of what is missing', async () => {
    await remember('here');
    const refused = async (path: string, body: object, status: number) =>
      expectProblem(
        await api.post(path, body, headers),
        status,
        status === 404 ? 'MEMORY_NOT_FOUND' : 'VALIDATION_FAILED',
      ).map(({ field }) => field);
    expect(await refused('/graph/neighbors', {}, 400)).toEqual(['from_key']);
    expect(await refused('/graph/path', { from_key: 'here' }, 400)).toEqual(['to_key']);
    expect(await refused('/graph/path', { from_key: 'here', to_key: 'x', max_hops: 7 }, 400)).toEqual([
      'max_hops',
    ]);
    expect(await refused('/plan/suggest', { task_key: '' }, 400)).toEqual(['task_key']);
    expect(await refused('/graph/neighbors', { from_key: 'gone' }, 404)).toEqual(['from_key']);
    expect(await refused('/graph/path', { from_key: 'here', to_coord: '0,0,0' }, 404)).toEqual(['to_coord']);
    expect(await refused('/plan/suggest', { task_key: 'gone' }, 404)).toEqual(['task_key']);
    expect(await refused('/rag/retrieve', { query: 'q', key: 'gone' }, 404)).toEqual(['key']);
    expect(await refused('/rag/retrieve', { query: 'q', mode: 'exact' }, 400)).toEqual(['key']);
  });

  it('suggests the steps of a task', async () => {
    await remember('release', [
      { type: 'causes', target: 'announce' },
      { type: 'depends_on', target: 'test' },
      { type: 'contrasts', target: 'wait' },
    ]);
    await remember('test', [{ type: 'depends_on', target: 'build' }]);
    expect(await ask('/plan/suggest', { task_key: 'release' })).toMatchObject({
      plan: ['test', 'announce', 'build'],
      steps: [
        { key: 'test', type: 'depends_on', depth: 1, cost: 2 },
        { key: 'announce', id: null, type: 'causes', depth: 1, cost: 3 },
        { key: 'build', type: 'depends_on', depth: 2, cost: 3 },
      ],
    });
    expect(
      await ask('/plan/suggest', { task_key: 'release', max_steps: 1, rel_types: ['contrasts'] }),
    ).toMatchObject({ plan: ['wait'] });
  });

  it('stores a task that is new, and tells one that it knows', async () => {
    await remember('release', [{ type: 'depends_on', target: 'test' }]);
    expect(await ask('/act', { task: 'Order paper lanterns' })).toMatchObject({
      task: 'Order paper lanterns',
      results: [{ step: 'Order paper lanterns', pred_error: 1, stored: true, policy: { store: true } }],
    });
    const again = await ask<{ results: unknown[] }>('/act', { task: 'Order paper lanterns' });
    expect(again.results[0]).toMatchObject({
      novelty: 0,
      pred_error: 0,
      salience: 0,
      stored: false,
      memory_hits: 1,
    });
    expect(await ask('/act', { task: 'release' })).toMatchObject({ plan: ['test'], plan_universe: 'real' });
    await api.post('/neuromodulators', { acetylcholine: 0.5 }, headers);
    expect(await ask('/act', { task: 'Order paper lanterns' })).toMatchObject({
      results: [{ stored: true, policy: { act: false } }],
    });
  });

  it('retrieves in several ways at once, what is linked included', async () => {
    const tree = await remember('tree', [{ target: 'cider', weight: 5 }], { content: 'An apple tree grows' });
    await remember('cider', [], { content: 'Barrels stand in the cellar' });
    await remember('rain', [], { content: 'It rains' });
    const keys = async (body: object) => {
      const { candidates } = await ask<{ candidates: { key: string; retriever: string }[] }>(
        '/rag/retrieve',
        { query: 'apple', ...body },
      );
      return candidates.map(({ key, retriever }) => [key, retriever]);
    };
    expect(await keys({ retrievers: ['lexical'] })).toEqual([['tree', 'lexical']]);
    expect((await keys({})).filter(([, retriever]) => retriever === 'graph')).toContainEqual([
      'cider',
      'graph',
    ]);
    expect((await keys({ key: 'rain' }))[0]).toEqual(['rain', 'exact']);
    expect(await keys({ id: tree.id, mode: 'exact' })).toEqual([['tree', 'exact']]);
    const [found] = (await ask<{ candidates: object[] }>('/rag/retrieve', { query: 'cellar' })).candidates;
    expect(Object.keys(found ?? {}).toSorted()).toEqual([
      'content',
      'created_at',
      'id',
      'importance',
      'key',
      'memory_type',
      'relevance',
      'retriever',
      'score',
      'version',
    ]);
    const stored = await ask<{ session_coord: string }>('/rag/retrieve', {
      query: 'apple',
      persist: true,
      top_k: 1,
    });
    expect(await ask('/graph/neighbors', { from_coord: stored.session_coord })).toMatchObject({
      neighbors: [{ key: 'tree', via: { type: 'related' } }],
    });
  });

  it('retrieves passages of long texts, within the tokens that they may take', async () => {
    const essay = `${'Nothing grows here. '.repeat(100)}The lighthouse keeper kept bees. ${'It is dry. '.repeat(100)}`;
    await remember('essay', [{ target: 'diary' }], { content: essay });
    await remember('diary', [], { content: 'Fog again. '.repeat(300) });
    interface Shown {
      candidates: { key: string; content: string; truncated?: boolean; content_length?: number }[];
      omitted?: object;
    }
    const retrieve = (more: object) =>
      ask<Shown>('/rag/retrieve', { query: 'Who kept bees at the lighthouse?', ...more });
    const passages = await retrieve({});
    const [first] = passages.candidates;
    expect(first).toMatchObject({ key: 'essay', truncated: true, content_length: essay.length });
    expect(first?.content).toContain('kept bees');
    expect(passages.candidates.find(({ key }) => key === 'diary')).toMatchObject({ truncated: true });
    expect(passages.candidates.every(({ content }) => content.length <= 1_024)).toBe(true);
    const few = await retrieve({ max_tokens: 20 });
    expect(few.candidates).toMatchObject([{ key: 'essay', truncated: true }]);
    expect(few.candidates[0]?.content).toContain('kept bees');
    expect(few.omitted).toMatchObject({ count: expect.any(Number) as number });
    const whole = (await retrieve({ passage_tokens: 0 })).candidates[0];
    expect([whole?.content === essay, whole?.truncated]).toEqual([true, undefined]);
  });
});
