import { type RunningApi } from './support/running-api';
import { startApi } from './support/start-api';

interface Remembered {
  id: string;
  version: number;
  coordinate: string;
}

interface Recalled {
  results: Record<string, unknown>[];
  memory: Record<string, unknown>[];
}

describe('the routes of memories', () => {
  let api: RunningApi;
  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api.stop());

  const remember = async (body: unknown, headers = {}) =>
    (await api.post('/remember', body, headers)).json<Remembered>();
  const read = async (body: unknown, headers = {}) => {
    const { id } = await remember(body, headers);
    return (await api.get(`/memories/${id}`, headers)).json();
  };

  it('gives every field of a memory back', async () => {
    const fields = {
      content: 'Paris is the capital of France',
      metadata: { source: 'atlas' },
      namespace: 'geo/europe',
      user_id: 'u1',
      agent_id: 'a1',
      session_id: 's1',
      position: 12,
      speaker: 'Ana',
      key: 'kb.paris',
      tags: ['geo'],
      memory_type: 'semantic',
      importance: 2.5,
      occurred_at: '2026-03-01T09:00:00.000Z',
    };
    const stored = await read({ ...fields, ttl_seconds: 3600 });
    expect(stored).toMatchObject({ ...fields, version: 1 });
    expect(Date.parse(String(stored.expires_at)) - Date.parse(String(stored.created_at))).toBe(3_600_000);
  });

  it('fills in defaults, and takes null for absent', async () => {
    const stored = await read({ content: 'Only a text', key: null, tags: null, importance: null, who: null });
    const { id, created_at: createdAt } = stored;
    expect(stored).toEqual({
      id,
      content: 'Only a text',
      namespace: 'default',
      memory_type: 'episodic',
      importance: 1,
      created_at: createdAt,
      updated_at: createdAt,
      version: 1,
    });
  });

  it('answers with id, coordinate and version, and 200 where nothing new came', async () => {
    const first = await api.post('/remember', { content: 'Water boils at 100 degrees', key: 'water' });
    expect(first.status).toBe(201);
    expect(first.json()).toMatchObject({
      ok: true,
      success: true,
      status: 'created',
      key: 'water',
      version: 1,
      namespace: 'default',
      tenant: 'public',
      queued: false,
      breaker_open: false,
      created_at: expect.stringMatching(/Z$/) as string,
      coordinate: expect.stringMatching(/^-?\d\.\d+,-?\d\.\d+,-?\d\.\d+$/) as string,
    });
    expect(first.json().memory_id).toBe(first.json().id);

    const same = await api.post('/remember', { content: 'Water boils at 100 degrees', key: 'water' });
    expect([same.status, same.json().status]).toEqual([200, 'deduplicated']);
    const changed = await api.post('/remember', {
      content: 'Water boils at 100 °C at sea level',
      key: 'water',
    });
    expect([changed.status, changed.json().status, changed.json().version]).toEqual([200, 'updated', 2]);
    expect(changed.json().id).toBe(first.json().id);
  });

  it.each(['task', 'text', 'fact'])('takes %s for content', async (name) => {
    const stored = await read({ [name]: `Said in ${name}` });
    expect(stored).toMatchObject({ content: `Said in ${name}` });
    expect(stored).not.toHaveProperty('metadata');
  });

  it('keeps other spellings that say something else', async () => {
    const stored = await read({
      content: 'The long text',
      task: 'The task',
      namespace: 'n',
      universe: 'u',
      key: 'k2',
      coord: '1,2,3',
      occurred_at: 20,
      timestamp: 10,
    });
    expect(stored).toMatchObject({ content: 'The long text', namespace: 'n', key: 'k2' });
    expect(stored.metadata).toEqual({ task: 'The task', universe: 'u', coord: '1,2,3', timestamp: 10 });
  });

  it('takes the wrapped form of the original', async () => {
    const payload = {
      task: 'Write the report',
      importance: 2,
      memory_type: 'semantic',
      who: 'Ana',
      where: 'office',
      domains: ['work'],
    };
    const stored = await read({ coord: '0.1,0.2,0.3', payload });
    expect(stored).toMatchObject({
      content: 'Write the report',
      key: '0.1,0.2,0.3',
      importance: 2,
      memory_type: 'semantic',
    });
    expect(stored.metadata).toEqual({ who: 'Ana', where: 'office', domains: ['work'] });
  });

  it('keeps unknown fields, and a payload beside a text, in the metadata', async () => {
    const rest = {
      attachments: [{ type: 'part_of', target: 'x' }],
      payload: { a: 1 },
      constructor: 'c',
      prototype: 'p',
      toString: 't',
    };
    const stored = await read({ content: 'With more', metadata: { given: true }, ...rest });
    expect(stored.metadata).toEqual({ given: true, ...rest });
  });

  it('refuses a field that contradicts the metadata', async () => {
    const answer = await api.post('/remember', { content: 'x', source: 'a', metadata: { source: 'b' } });
    expect(answer.status).toBe(400);
    expect(answer.json().errors).toEqual([
      { field: 'source', message: expect.stringContaining('metadata.source') as string },
    ]);
  });

  it.each([
    [1_772_355_600, '2026-03-01T09:00:00.000Z'],
    ['1772355600', '2026-03-01T09:00:00.000Z'],
    [1_772_355_600.25, '2026-03-01T09:00:00.250Z'],
    ['2026-03-01T10:00:00+01:00', '2026-03-01T09:00:00.000Z'],
    ['2026-03-01 09:00:00', '2026-03-01T09:00:00.000Z'],
    ['2026-03-01', '2026-03-01T00:00:00.000Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
    ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
    [-1, '1969-12-31T23:59:59.000Z'],
  ])('reads the timestamp %p', async (timestamp, occurredAt) => {
    expect((await read({ content: `It was ${timestamp}`, timestamp })).occurred_at).toBe(occurredAt);
  });

  it('takes the namespace from the body, then from X-Universe, then the default', async () => {
    const universe = { 'X-Universe': 'mars' };
    expect(await read({ content: 'one', namespace: 'venus' }, universe)).toMatchObject({
      namespace: 'venus',
    });
    expect(await read({ content: 'two', universe: 'real' }, universe)).toMatchObject({
      namespace: 'default',
    });
    expect(await read({ content: 'three' }, universe)).toMatchObject({ namespace: 'mars' });
    expect(await read({ content: 'four' }, { 'X-Universe': 'real' })).toMatchObject({ namespace: 'default' });
  });

  it('recalls with the fields that old and new clients read', async () => {
    await remember({
      task: 'Zebras live in herds',
      importance: 3,
      who: 'zoologist',
      timestamp: 5,
      namespace: 'zoo',
    });
    const question = { query: 'zebras', top_k: 1, universe: 'zoo', explain: true };
    const answer = await api.post('/recall', question);
    expect(answer.status).toBe(200);
    const { results, ...rest } = answer.json<Recalled & Record<string, unknown>>();
    expect(rest).toEqual({
      answerable: expect.any(Number) as number,
      namespace: 'zoo',
      total_candidates: 1,
      took_ms: expect.any(Number) as number,
      trace_id: expect.any(String) as string,
    });
    expect(results).toEqual([
      {
        id: expect.any(String) as string,
        content: 'Zebras live in herds',
        score: expect.any(Number) as number,
        metadata: { who: 'zoologist' },
        memory_type: 'episodic',
        importance: 3,
        occurred_at: '1970-01-01T00:00:05.000Z',
        created_at: expect.any(String) as string,
        version: 1,
        explanation: expect.any(Object) as object,
        ...{ relevance: expect.any(Number) as number, language: 'en' },
      },
    ]);
  });

  it('answers clients of the original in its form', async () => {
    await remember({ task: 'Ostriches run fast', importance: 3, timestamp: 5, namespace: 'zoo-1' });
    const question = { query: 'ostriches', top_k: 1, universe: 'zoo-1', explain: true };
    const answer = await api.post('/recall', question, { 'X-SomaBrain-Compatibility': 'original' });
    const { results, memory, ...rest } = answer.json<Recalled & Record<string, unknown>>();
    expect(memory).toEqual(results);
    expect(rest).toMatchObject({
      wm: [],
      degraded: [],
      namespace: 'zoo-1',
      tenant: 'public',
      total_candidates: 1,
    });
    expect(results).toMatchObject([
      {
        content: 'Ostriches run fast',
        task: 'Ostriches run fast',
        text: 'Ostriches run fast',
        key: null,
        tags: [],
        source: 'memory',
        explain: expect.any(Object) as object,
        payload: { task: 'Ostriches run fast', importance: 3, memory_type: 'episodic', timestamp: 5 },
      },
    ]);
  });

  it('never gives more than k results, and the explanation only on demand', async () => {
    for (const place of ['north', 'south', 'east', 'west'])
      await remember({ content: `A tower in the ${place}`, namespace: 'towers' });
    const { results } = (
      await api.post('/recall', { query: 'tower', k: 3, namespace: 'towers' })
    ).json<Recalled>();
    expect(results).toHaveLength(3);
    expect(results.filter((result) => 'explanation' in result)).toEqual([]);
  });

  it('filters', async () => {
    await remember({ content: 'A red apple', tags: ['fruit', 'red'], namespace: 'filters' });
    await remember({ content: 'A red car', tags: ['red'], namespace: 'filters' });
    const filters = { tags: ['fruit'], user_id: null };
    const { results } = (
      await api.post('/recall', { query: 'red', namespace: 'filters', filters })
    ).json<Recalled>();
    expect(results.map((result) => result.content)).toEqual(['A red apple']);
  });

  it('keeps tenants apart', async () => {
    const { id } = await remember({ content: 'A secret of tenant one' }, { 'X-Tenant-ID': 'one' });
    const other = { 'X-Soma-Tenant': 'two' };
    expect((await api.post('/recall', { query: 'secret' }, other)).json()).toMatchObject({
      results: [],
      total_candidates: 0,
    });
    expect((await api.get(`/memories/${id}`, other)).status).toBe(404);
    expect((await api.send('DELETE', `/memories/${id}`, { headers: other })).status).toBe(404);
    expect((await api.get(`/memories/${id}`, { 'X-Tenant-ID': 'one' })).status).toBe(200);
  });

  it('reads with an ETag and deletes for good', async () => {
    const { id } = await remember({ content: 'To be deleted' });
    const answer = await api.get(`/memories/${id}`);
    expect(answer.headers.get('etag')).toBe('"1"');
    const deleted = await api.send('DELETE', `/memories/${id}`);
    expect([deleted.status, deleted.text]).toEqual([204, '']);
    for (const method of ['GET', 'DELETE']) {
      const gone = await api.send(method, `/memories/${id}`);
      expect([gone.status, gone.json().code]).toEqual([404, 'MEMORY_NOT_FOUND']);
    }
  });

  it.each(['x', '42', '0191e7a0', '%F0%9F%90%98', "'; drop table memories"])(
    'does not find the id %p',
    async (id) => {
      const answer = await api.get(`/memories/${id}`);
      expect([answer.status, answer.json().code]).toEqual([404, 'MEMORY_NOT_FOUND']);
    },
  );
});
