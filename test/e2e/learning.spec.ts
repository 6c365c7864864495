import { expectProblem } from './support/expect-problem';
import type { RunningApi } from './support/running-api';
import { STARTS } from './support/start-api';

interface State {
  readonly retrieval: { alpha: number; beta: number; gamma: number; tau: number };
  readonly utility: { lambda_: number; mu: number; nu: number };
  readonly learning_rate: number;
  readonly version: number;
  readonly history_len: number;
  readonly feedback_count: number;
}

const INITIAL = {
  retrieval: { alpha: 1, beta: 0.2, gamma: 0.1, tau: 0.7 },
  utility: { lambda_: 1, mu: 0.1, nu: 0.05 },
  learning_rate: 0.05,
};
const QUESTION = 'Where are the apples?';

describe.each(Object.entries(STARTS))('learning %s', (_, start) => {
  let api: RunningApi;
  let headers: Record<string, string>;
  let tenants = 0;

  beforeAll(async () => {
    api = await start();
  });
  afterAll(() => api.stop());
  beforeEach(() => {
    tenants += 1;
    headers = { 'X-Tenant-ID': `learner-${tenants}` };
  });

  const state = async (of = headers): Promise<State> =>
    (await api.get('/context/adaptation/state', of)).json<State>();
  const feedback = (body: object, more = {}) => api.post('/context/feedback', body, { ...headers, ...more });
  const remember = async (content: string): Promise<string> =>
    (await api.post('/remember', { content }, headers)).json<{ id: string }>().id;
  const ranked = async (query = QUESTION): Promise<readonly string[]> => {
    const answer = await api.post('/recall', { query }, headers);
    return answer.json<{ results: { id: string }[] }>().results.map(({ id }) => id);
  };

  it('adapts the weights by the original’s rule, for the tenant alone', async () => {
    expect(await state()).toMatchObject({ ...INITIAL, version: 0, history_len: 0 });
    const body = {
      session_id: 's',
      query: 'q',
      prompt: 'p',
      response_text: 'r',
      utility: 0.9,
      reward: 0.9,
      metadata: { tokens: 12 },
    };
    const answer = await feedback(body);
    expect(answer.json()).toMatchObject({ accepted: true, adaptation_applied: true, rated: 0 });
    const after = await state();
    expect(after).toMatchObject({ version: 1, history_len: 1, feedback_count: 1 });
    const { alpha, gamma } = after.retrieval;
    const { lambda_, mu, nu } = after.utility;
    for (const [value, golden] of [
      [alpha, 1.0405],
      [gamma, 0.07975],
      [lambda_, 1.0405],
      [mu, 0.089875],
      [nu, 0.039875],
      [after.learning_rate, 0.045],
    ] as const) {
      expect(value).toBeCloseTo(golden, 9);
    }
    expect(await state({ 'X-Tenant-ID': `${headers['X-Tenant-ID']}-other` })).toMatchObject(INITIAL);
  });

  it('ranks the very next recall by what memories were worth', async () => {
    for (const text of ['An apple tree', 'An apple on the roof', 'Apples in the cellar'])
      await remember(text);
    const before = await ranked();
    const last = before.at(-1) ?? '';
    const answer = await feedback({ query: QUESTION, memory_ids: [last], useful: true });
    expect(answer.json()).toMatchObject({ accepted: true, adaptation_applied: false, rated: 1 });
    expect((await ranked())[0]).toBe(last);
    await feedback({ query: QUESTION, memories: [{ id: last, useful: null }] });
    expect(await ranked()).toEqual(before);
  });

  it('adapts how recall weighs meaning and recency', async () => {
    const body = { query: QUESTION, explain: true };
    const shares = async (): Promise<Record<string, number>> => {
      const answer = await api.post('/recall', body, headers);
      return answer.json<{ results: { explanation: Record<string, number> }[] }>().results[0]!.explanation;
    };
    for (const text of ['An apple tree stands in the garden', 'It rains', 'The train is late'])
      await remember(text);
    const before = await shares();
    for (let times = 0; times < 3; times += 1) await feedback({ utility: 5 });
    expect((await shares()).dense! / before.dense!).toBeCloseTo(
      (1 + 0.045 * 15) ** (Math.log(1.2) / Math.log(5)),
      6,
    );
    expect(before.recency).toBeUndefined();
    for (let times = 0; times < 3; times += 1) await feedback({ utility: -10 });
    expect((await shares()).recency).toBeGreaterThan(0);
  });

  it('goes back to the beginning and to any earlier state', async () => {
    for (let times = 0; times < 3; times += 1) await feedback({ utility: 1 });
    const third = await state();
    await feedback({ utility: -1 });
    expect((await api.post('/context/adaptation/reset', {}, headers)).json()).toMatchObject({
      ok: true,
      version: 5,
    });
    expect(await state()).toMatchObject(INITIAL);
    await api.post('/context/adaptation/reset', { version: 3 }, headers);
    expect((await state()).retrieval).toEqual(third.retrieval);
    const history = (await api.get('/context/adaptation/history?limit=4', headers)).json<{
      items: { version: number; reason: string }[];
      next_cursor: string;
    }>();
    expect(history.items.map(({ version, reason }) => [version, reason])).toEqual([
      [6, 'back to version 3'],
      [5, 'reset'],
      [4, 'feedback'],
      [3, 'feedback'],
    ]);
    const rest = await api.get(`/context/adaptation/history?cursor=${history.next_cursor}`, headers);
    expect(rest.json<{ items: unknown[]; next_cursor: null }>()).toMatchObject({
      items: [{ version: 2 }, { version: 1 }],
      next_cursor: null,
    });
    const reset = {
      base_lr: 0.1,
      retrieval_defaults: { alpha: 2 },
      gains: { alpha: 4 },
      constraints: { alpha_max: 2.1 },
      reset_history: true,
    };
    await api.post('/context/adaptation/reset', reset, headers);
    await feedback({ utility: 1 });
    expect(await state()).toMatchObject({ retrieval: { alpha: 2.1 }, base_lr: 0.1, history_len: 2 });
    expectProblem(
      await api.post('/context/adaptation/reset', { version: 3 }, headers),
      404,
      'VERSION_NOT_FOUND',
    );
    const bounds = { constraints: { mu_min: 3, mu_max: 2 } };
    expectProblem(await api.post('/context/adaptation/reset', bounds, headers), 400, 'VALIDATION_FAILED');
  });

  it('learns once from a feedback that is sent again, and refuses another under its key', async () => {
    const once = { 'Idempotency-Key': 'once' };
    await feedback({ utility: 1 }, once);
    const again = await feedback({ utility: 1 }, once);
    expect(again.headers.get('Idempotency-Replayed')).toBe('true');
    expect(await state()).toMatchObject({ version: 1, feedback_count: 1 });
    expectProblem(await feedback({ utility: 0.5 }, once), 422, 'IDEMPOTENCY_KEY_REUSED');
  });

  it('loses no feedback of many at once', async () => {
    await Promise.all(Array.from({ length: 20 }, () => feedback({ utility: 0.1 })));
    const after = await state();
    expect(after).toMatchObject({ version: 20, history_len: 20, feedback_count: 20 });
    expect(after.retrieval.alpha).toBeCloseTo(1 + 20 * 0.0045, 9);
  });

  it('takes no opinion for consent and refuses only answers that their model thinks little of', async () => {
    expect((await feedback({ utility: 1 })).status).toBe(200);
    expect((await feedback({ utility: 1 }, { 'X-Model-Confidence': '8.5' })).status).toBe(200);
    expectProblem(await feedback({ utility: 1 }, { 'X-Model-Confidence': '0.5' }), 403, 'UTILITY_REJECTED');
    expectProblem(await feedback({ utility: 1 }, { 'X-Model-Confidence': 'high' }), 400, 'VALIDATION_FAILED');
    expect(await state()).toMatchObject({ version: 2 });
  });

  it('refuses feedback that says nothing, is about no memory, or names another tenant', async () => {
    expectProblem(await feedback({ query: 'q' }), 400, 'VALIDATION_FAILED');
    const nobody = { memory_ids: ['019ab2c4-5d6e-7f80-9a1b-2c3d4e5f6071'], utility: 1 };
    expectProblem(await feedback(nobody), 404, 'MEMORY_NOT_FOUND');
    expectProblem(await feedback({ utility: 1, tenant_id: 'another' }), 400, 'VALIDATION_FAILED');
    expect(await state()).toMatchObject({ version: 0 });
  });

  it('is tuned by neuromodulators and traits, within their bounds', async () => {
    const levels = await api.get('/neuromodulators', headers);
    expect(levels.json()).toEqual({ dopamine: 0.4, serotonin: 0.5, noradrenaline: 0, acetylcholine: 0 });
    const set = await api.post('/neuromodulators', { dopamine: 9, noradrenaline: 1 }, headers);
    expect(set.json()).toEqual({ dopamine: 0.8, serotonin: 0.5, noradrenaline: 0.1, acetylcholine: 0 });
    await feedback({ utility: 1 });
    expect((await state()).learning_rate).toBeCloseTo(0.06, 9);
    const traits = { traits: { curiosity: 0.5, reward_seeking: 0, wit: 1 } };
    expect((await api.post('/personality', traits, headers)).json()).toMatchObject({
      ...traits,
      neuromodulators: { dopamine: 0.4, acetylcholine: 0.06, noradrenaline: 0.1 },
    });
    await feedback({ utility: 1 });
    expect((await state()).learning_rate).toBeCloseTo(0.045, 9);
    expect((await api.get('/neuromodulators', { 'X-Tenant-ID': 'someone-else' })).json()).toMatchObject({
      dopamine: 0.4,
    });
  });

  it('lets noradrenaline keep out of working memory what is nothing new', async () => {
    await api.post('/neuromodulators', { noradrenaline: 0.1 }, headers);
    for (const content of [
      'The train leaves at nine',
      'The train leaves at nine!',
      'Grandmother keeps bees',
    ]) {
      await api.post('/remember', { content, session_id: 's', importance: 0.5, speaker: content }, headers);
    }
    const { items } = (await api.get('/working-memory/s', headers)).json<{ items: { content: string }[] }>();
    expect(items.map(({ content }) => content)).toEqual([
      'Grandmother keeps bees',
      'The train leaves at nine',
    ]);
  });
});
