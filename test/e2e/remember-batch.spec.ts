import { type RunningApi } from './support/running-api';
import { startApi } from './support/start-api';

interface BatchAnswer {
  results: {
    index: number;
    id: string | null;
    status: string;
    error?: { code: string; errors: { field: string }[] };
  }[];
  errors: string[];
}

describe('POST /remember/batch', () => {
  let api: RunningApi;
  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api.stop());

  const batch = async (body: unknown) => {
    const answer = await api.post('/remember/batch', body);
    expect(answer.status).toBe(200);
    return answer.json<BatchAnswer & Record<string, unknown>>();
  };

  it('stores every item, in the order they were sent', async () => {
    const answer = await batch({
      memories: [{ content: 'batch one' }, { task: 'batch two' }, { content: 'batch one' }],
    });
    expect(answer).toMatchObject({
      ok: true,
      success: true,
      stored: 2,
      updated: 0,
      deduplicated: 1,
      failed: 0,
      errors: [],
    });
    expect(answer.results.map(({ index, status }) => [index, status])).toEqual([
      [0, 'created'],
      [1, 'created'],
      [2, 'deduplicated'],
    ]);
    expect((await api.get(`/memories/${answer.results[1]!.id}`)).json()).toMatchObject({
      content: 'batch two',
    });
  });

  it('does not lose good items to bad ones, and says what is wrong with each', async () => {
    const answer = await batch({
      items: [
        { content: 'a good item' },
        { content: 5 },
        {},
        null,
        'text',
        { content: 'nul \0' },
        { coord: 'c', payload: { task: 'also good' } },
      ],
    });
    expect(answer).toMatchObject({ ok: false, success: false, stored: 2, failed: 5 });
    expect(answer.results.map(({ status }) => status)).toEqual([
      'created',
      'failed',
      'failed',
      'failed',
      'failed',
      'failed',
      'created',
    ]);
    expect(
      answer.results.slice(1, 6).map(({ id, error }) => [id, error?.code, error?.errors[0]?.field]),
    ).toEqual([
      [null, 'VALIDATION_FAILED', 'content'],
      [null, 'VALIDATION_FAILED', 'content'],
      [null, 'VALIDATION_FAILED', 'body'],
      [null, 'VALIDATION_FAILED', 'body'],
      [null, 'VALIDATION_FAILED', 'content'],
    ]);
    expect(answer.errors).toHaveLength(5);
    expect(answer.errors[0]).toMatch(/^memories\[1\]: content: /);
  });

  it('stores nothing of an atomic batch with a bad item', async () => {
    const answer = await batch({
      memories: [{ content: 'atomically unique', namespace: 'atomic' }, { content: '' }],
      atomic: true,
    });
    expect(answer).toMatchObject({ ok: false, stored: 0, failed: 2 });
    expect(answer.results.map(({ error }) => error?.code)).toEqual(['BATCH_ABORTED', 'VALIDATION_FAILED']);
    const recalled = await api.post('/recall', { query: 'atomically unique', namespace: 'atomic' });
    expect(recalled.json()).toMatchObject({ results: [] });
  });

  it('takes 1,000 items in one body of several MiB', async () => {
    const memories = Array.from({ length: 1_000 }, (_, index) => ({
      content: `item ${index} ${'x'.repeat(3_000)}`,
      namespace: 'bulk',
    }));
    const answer = await batch({ memories, atomic: true });
    expect(answer).toMatchObject({ stored: 1_000, failed: 0 });
  });

  it.each([
    ['an empty list', { memories: [] }, 'memories'],
    ['more than 1,000 items', { memories: Array(1_001).fill({ content: 'x' }) }, 'memories'],
    ['no list', {}, 'memories'],
    ['two lists', { memories: [{}], items: [{}] }, 'memories'],
    ['something else than a list', { memories: { content: 'x' } }, 'memories'],
    ['an unknown field', { memories: [{ content: 'x' }], atomically: true }, 'atomically'],
    ['a flag that is none', { memories: [{ content: 'x' }], atomic: 'yes' }, 'atomic'],
    ['a list for a body', [{ content: 'x' }], 'body'],
  ])('refuses %s', async (_, body, field) => {
    const answer = await api.post('/remember/batch', body);
    expect(answer.status).toBe(400);
    expect(answer.json<{ errors: { field: string }[] }>().errors[0]?.field).toBe(field);
  });
});
