import { expectProblem } from './support/expect-problem';
import type { RunningApi } from './support/running-api';
import { STARTS } from './support/start-api';

interface Context {
  prompt: string;
  tokens: number;
  memories: { id: string; content: string; weight: number }[];
  weights: number[];
  left_out: number;
  working_memory: { memory_ids: string[] }[];
}

const QUESTION = 'Where are the apples?';

describe.each(Object.entries(STARTS))('a prompt of memories %s', (_, start) => {
  let api: RunningApi;
  let headers: Record<string, string>;
  let tenants = 0;

  beforeAll(async () => {
    api = await start();
  });
  afterAll(() => api.stop());
  beforeEach(() => {
    tenants += 1;
    headers = { 'X-Tenant-ID': `prompted-${tenants}` };
  });

  const remember = async (content: string, fields: object = {}): Promise<string> =>
    (await api.post('/remember', { content, ...fields }, headers)).json<{ id: string }>().id;
  const evaluate = async (body: object = {}): Promise<Context> =>
    (await api.post('/context/evaluate', { query: QUESTION, ...body }, headers)).json<Context>();

  it('is the question where nothing is known, with the fields of the original', async () => {
    expect(await evaluate({ session_id: 's' })).toMatchObject({
      query: QUESTION,
      prompt: QUESTION,
      tenant_id: headers['X-Tenant-ID'],
      memories: [],
      weights: [],
      residual_vector: [],
      working_memory: [],
      constitution_checksum: null,
    });
  });

  it('holds what is relevant once, as it happened, each with its id', async () => {
    await remember('The apples lie in the cellar', { occurred_at: '2026-02-28T00:00:00Z' });
    const cellar = await remember('The apples lie in the cellar', { occurred_at: '2026-03-02T00:00:00Z' });
    const picked = await remember('We picked apples in the garden', { occurred_at: '2026-03-01T00:00:00Z' });
    const { prompt, memories, weights } = await evaluate();
    expect(memories.map(({ id }) => id)).toEqual([picked, cellar]);
    expect(weights).toEqual(memories.map(({ weight }) => weight));
    expect(prompt).toBe(
      `Context:\n[${picked}] 2026-03-01T00:00:00.000Z We picked apples in the garden\n` +
        `[${cellar}] 2026-03-02T00:00:00.000Z The apples lie in the cellar\n\nQuery:\n${QUESTION}`,
    );
  });

  it('keeps to its tokens and to the number of memories', async () => {
    for (let tree = 0; tree < 8; tree += 1)
      await remember(`Apples of tree number ${tree} are ${'very '.repeat(tree)}ripe`);
    const some = await evaluate({ top_k: 3 });
    expect(some.memories.length).toBeLessThanOrEqual(3);
    const short = await evaluate({ max_tokens: 40 });
    expect(short.tokens).toBeLessThanOrEqual(40);
    expect(short.memories).toHaveLength(1);
    const errors = expectProblem(
      await api.post('/context/evaluate', { query: QUESTION, max_tokens: 2 }, headers),
      400,
      'VALIDATION_FAILED',
    );
    expect(errors).toEqual([
      { field: 'max_tokens', message: expect.stringContaining('at least 6') as unknown },
    ]);
  });

  it('goes by what the tenant has learnt', async () => {
    await remember('Apples are in the cellar');
    await remember(`Pears and apples ${'and plums and cherries '.repeat(30)}are fruit`);
    const before = await evaluate();
    await api.post('/context/adaptation/reset', { utility_defaults: { mu: 5 } }, headers);
    const terse = await evaluate();
    expect([before.memories.length, terse.memories.length]).toEqual([2, 1]);
  });

  it('lists the working memory of the session', async () => {
    const id = await remember('The apples are in the cellar', { session_id: 's' });
    expect((await evaluate({ session_id: 's' })).working_memory).toEqual([
      expect.objectContaining({ memory_ids: [id], query: null, prompt: null }),
    ]);
  });

  it('takes no opinion of a model for consent, in one session as often as asked', async () => {
    for (let call = 0; call < 12; call += 1) await evaluate({ session_id: 's' });
    const ask = (confidence: string) =>
      api.post('/context/evaluate', { query: QUESTION }, { ...headers, 'X-Model-Confidence': confidence });
    expect((await ask('8.5')).status).toBe(200);
    expectProblem(await ask('0.5'), 403, 'UTILITY_REJECTED');
    const other = { query: QUESTION, tenant_id: 'another' };
    expectProblem(await api.post('/context/evaluate', other, headers), 400, 'VALIDATION_FAILED');
  });
});
