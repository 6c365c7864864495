import { isStackRun } from '../support/servers-of-run';
import { type RunningApi } from './support/running-api';
import { startApi } from './support/start-api';
import { API_TOKEN, bearer, SECRET, signed } from './support/token-signer';

type Found = Record<string, unknown>;

/** How an installation of the original was run, and who asks. */
const INSTALLATIONS: readonly [string, Record<string, string>, Record<string, string>][] = [
  ['in development, in compatibility mode', { SOMABRAIN_COMPATIBILITY: 'original' }, {}],
  [
    'with tokens and the policy of production, in compatibility mode',
    {
      SOMABRAIN_COMPATIBILITY: 'original',
      SOMABRAIN_JWT_SECRET: SECRET,
      SOMABRAIN_API_TOKEN: API_TOKEN,
      SOMABRAIN_POLICY_BUNDLE: 'default',
      // Production asks for every server.
      ...(isStackRun() && { SOMABRAIN_MODE: 'production' }),
    },
    bearer(API_TOKEN),
  ],
];

describe.each(INSTALLATIONS)('clients of the original %s', (_, settings, identity) => {
  let api: RunningApi;
  let runs = 0;
  let headers: Record<string, string>;

  beforeAll(async () => {
    api = await startApi(settings);
  });
  afterAll(() => api.stop());
  beforeEach(() => {
    runs += 1;
    headers = { ...identity, 'X-Tenant-ID': `client-${runs}` };
  });

  /** As both clients do, which take any status below 300 for good. */
  const call = async <Answer = Found>(path: string, body: object): Promise<Answer> => {
    const answer = await api.post(path, body, headers);
    expect([path, answer.status, answer.text]).toEqual([path, expect.any(Number), answer.text]);
    expect([path, answer.status < 300 ? '' : answer.text]).toEqual([path, '']);
    return answer.json<Answer>();
  };
  const textsOf = (answer: Found): unknown[] =>
    ['memory', 'wm', 'results', 'items']
      .flatMap((name) => (answer[name] ?? []) as Found[])
      .flatMap((item) => item.task ?? item.fact ?? item.text ?? []);

  it('remember, recall, link and plan by the task of a memory, as the Python client sends it', async () => {
    for (const task of ['Pack the tent', 'Buy gas'])
      expect(
        await call('/remember', { coord: null, payload: { task, importance: 1, memory_type: 'episodic' } }),
      ).toMatchObject({ ok: true, success: true });
    const recalled = await call('/recall', { query: 'Pack the tent', top_k: 3 });
    expect(textsOf(recalled)).toContain('Pack the tent');
    expect(recalled).toMatchObject({ wm: [], memory: expect.any(Array) as unknown, namespace: 'default' });
    const ends = { from_key: 'Pack the tent', to_key: 'Buy gas', from_coord: null, to_coord: null };
    const link = { ...ends, type: 'depends_on', weight: 1, universe: null };
    expect(await call('/link', link)).toMatchObject({ ok: true });
    expect(
      await call('/plan/suggest', {
        task_key: 'Pack the tent',
        max_steps: 5,
        rel_types: ['depends_on'],
        universe: 'real',
      }),
    ).toMatchObject({ plan: ['Buy gas'] });
  });

  it('do the same as the TypeScript client sends it, with a universe and a coordinate', async () => {
    await call('/remember', {
      coord: '0.1,0.2,0.3',
      payload: { task: 'Call the plumber', universe: 'home' },
    });
    await call('/remember', { coord: null, payload: { task: 'Find the leak', universe: 'home' } });
    const recalled = await call('/recall', { query: 'plumber', top_k: 3, universe: 'home' });
    expect(textsOf(recalled)).toContain('Call the plumber');
    const link = { from_key: 'Call the plumber', to_key: 'Find the leak', type: 'causes', universe: 'home' };
    expect(await call('/link', link)).toMatchObject({ ok: true });
    expect(await call('/plan/suggest', { task_key: 'Call the plumber', universe: 'home' })).toMatchObject({
      plan: ['Find the leak'],
    });
  });

  it('address a memory by its text wherever they could by its key', async () => {
    for (const task of ['Old thing', 'New thing']) await call('/remember', { payload: { task } });
    await call('/link', { from_key: 'Old thing', to_key: 'New thing' });
    expect(await call('/graph/links', { from_key: 'Old thing' })).toMatchObject({ edges: [{ weight: 1 }] });
    expect(await call('/graph/neighbors', { from_key: 'Old thing' })).toMatchObject({
      neighbors: [expect.anything()],
    });
    expect(await call('/rag/retrieve', { query: 'thing', key: 'New thing', mode: 'exact' })).toMatchObject({
      candidates: [{ payload: { task: 'New thing' } }],
    });
    expect(await call('/delete', { task: 'New thing' })).toMatchObject({ ok: true });
    expect(await call('/recall/delete', { task: 'Old thing' })).toMatchObject({ ok: true });
    for (const [path, body] of [
      ['/delete', { task: 'New thing' }],
      ['/link', { from_key: 'Old thing', to_key: 'x' }],
      ['/plan/suggest', { task_key: 'Old thing' }],
      ['/rag/retrieve', { query: 'x', key: 'Old thing' }],
    ] as const) {
      const answer = await api.post(path, body, headers);
      expect([path, answer.status]).toEqual([path, 404]);
      expect(answer.json<{ detail: string }>().detail).toContain('none with exactly this text');
    }
  });

  it('find each of five memories just stored, and a service that is well', async () => {
    const health = await api.get('/health');
    expect(health.json()).toMatchObject({
      ok: true,
      kafka_ok: true,
      postgres_ok: true,
      memory_ok: true,
      opa_ok: true,
    });
    for (let number = 0; number < 5; number += 1) {
      const task = `e2e batch memory ${number}`;
      await call('/remember', { coord: null, payload: { task, importance: 1, memory_type: 'episodic' } });
    }
    for (let number = 0; number < 5; number += 1) {
      const task = `e2e batch memory ${number}`;
      expect(textsOf(await call('/recall', { query: task, top_k: 5 }))).toContain(task);
    }
  });

  it('read neuromodulators, reset the adaptation and see the learning rate follow dopamine', async () => {
    const before = (await api.get('/neuromodulators', headers)).json<Record<string, number>>();
    for (const name of ['dopamine', 'serotonin', 'noradrenaline', 'acetylcholine'])
      expect([name, before[name]! >= 0 && before[name]! <= 1]).toEqual([name, true]);
    await call('/context/adaptation/reset', { base_lr: 0.05 });
    await call('/neuromodulators', { ...before, dopamine: 0.8 });
    const feedback = {
      session_id: 'test-session',
      query: 'hello',
      prompt: 'p',
      response_text: 'r',
      utility: 0,
    };
    expect(await call('/context/feedback', feedback)).toMatchObject({ accepted: true });
    const state = (await api.get('/context/adaptation/state', headers)).json<{ learning_rate: number }>();
    expect(state.learning_rate).toBeCloseTo(0.06, 6);
  });

  it('of later releases write under a key, recall by tenant and namespace, and see whether it is degraded', async () => {
    const tenant = headers['X-Tenant-ID'];
    const texts = ['alpha solar storage', 'beta wind turbine', 'gamma battery study'];
    for (const text of texts) {
      const value = { task: text, content: text, memory_type: 'episodic' };
      const written = await api.post(
        '/memory/remember',
        { tenant, namespace: 'quality', key: `recall-quality-${text}`, value },
        headers,
      );
      expect([written.status, written.json()]).toEqual([200, expect.objectContaining({ ok: true, tenant })]);
      expect(written.json<{ coord: string }>().coord).toMatch(/^-?\d\.\d+,-?\d\.\d+,-?\d\.\d+$/);
    }
    for (const query of texts) {
      const recalled = await call('/memory/recall', { tenant, namespace: 'quality', query, top_k: 5 });
      const [best] = recalled.results as { content: { task: string }; text: string }[];
      expect([best?.content.task, best?.text]).toEqual([query, query]);
      expect(recalled).toMatchObject({ degraded: false, wm_hits: 0, ltm_hits: expect.any(Number) as number });
    }
    const payload = { task: 'e2e_test_1', content: 'Test content', importance: 5, timestamp: 1_700_000_000 };
    expect(await call('/memory/remember', { payload })).toHaveProperty('coordinate');
    expect((await call('/memory/recall', { query: 'e2e_test_1', k: 5 })).results).toHaveLength(1);
    const part = await call('/memory/recall', {
      namespace: 'quality',
      query: 'a b g',
      top_k: 3,
      chunk_size: 1,
    });
    expect(part).toMatchObject({ chunk_index: 0 });
  });
});

describe('the tenant in a body', () => {
  let api: RunningApi;
  beforeAll(async () => {
    api = await startApi({ SOMABRAIN_JWT_SECRET: SECRET, SOMABRAIN_API_TOKEN: API_TOKEN });
  });
  afterAll(() => api.stop());
  const original = { 'X-SomaBrain-Compatibility': 'original' };

  it('is chosen by an administrator whose client is one of the original, and by nobody else', async () => {
    const administrator = bearer(API_TOKEN);
    const feedback = { utility: 0.5, tenant_id: 'chosen' };
    expect((await api.post('/context/feedback', feedback, { ...administrator, ...original })).status).toBe(
      200,
    );
    const read = await api.get('/context/adaptation/state', { ...administrator, 'X-Tenant-ID': 'chosen' });
    expect(read.json<{ history_len: number }>().history_len).toBe(1);
    expect((await api.post('/context/feedback', feedback, administrator)).status).toBe(400);
    const member = bearer(await signed({ tenant: 'acme', roles: ['admin'] }));
    expect((await api.post('/context/feedback', feedback, { ...member, ...original })).status).toBe(400);
    const write = { tenant: 'chosen', text: 'of the chosen tenant' };
    expect((await api.post('/memory/remember', write, member)).status).toBe(400);
    expect((await api.post('/memory/remember', write, administrator)).json()).toMatchObject({
      tenant: 'chosen',
    });
    const listed = await api.get('/memories', { ...administrator, 'X-Tenant-ID': 'chosen' });
    expect(listed.json<{ items: unknown[] }>().items).toHaveLength(1);
  });
});
