import { expectProblem } from './support/expect-problem';
import { unharmedApi } from './support/unharmed-api';

const ORIGINAL = { 'X-SomaBrain-Compatibility': 'original' };

describe('the header X-SomaBrain-Compatibility', () => {
  const api = unharmedApi();

  it('makes a remember answer 200, and says so', async () => {
    const asBefore = await api().post('/remember', { content: 'As today' });
    expect([asBefore.status, asBefore.headers.get('x-somabrain-compatibility')]).toEqual([201, null]);
    const answer = await api().post('/remember', { content: 'As the original' }, ORIGINAL);
    expect([answer.status, answer.headers.get('x-somabrain-compatibility')]).toEqual([200, 'original']);
  });

  it('makes fields that are not known be left out, wherever they stand, and leaves others to be checked', async () => {
    await api().post('/remember', { content: 'Paris', key: 'kb.paris' });
    const link = { from_key: 'kb.paris', to_key: 'kb.france', colour: 'red', nested: { deep: true } };
    expectProblem(await api().post('/link', link), 400, 'VALIDATION_FAILED');
    expect((await api().post('/link', link, ORIGINAL)).status).toBe(200);
    const wrong = expectProblem(
      await api().post('/link', { ...link, weight: -1 }, ORIGINAL),
      400,
      'VALIDATION_FAILED',
    );
    expect(wrong.map(({ field }) => field)).toEqual(['weight']);
    const deep = { query: 'Paris', filters: { tags: [], mood: 'blue' } };
    expectProblem(await api().post('/recall', deep), 400, 'VALIDATION_FAILED');
    expect((await api().post('/recall', deep, ORIGINAL)).status).toBe(200);
    expect((await api().get('/context/adaptation/state?colour=red', ORIGINAL)).status).toBe(200);
  });

  it('makes an empty session id none', async () => {
    for (const [path, body] of [
      ['/remember', { content: 'Nobody is talking', session_id: '' }],
      ['/remember', { payload: { task: 'Nobody at all', session_id: '' } }],
      ['/context/evaluate', { query: 'who', session_id: '' }],
      ['/context/feedback', { utility: 0.5, session_id: '' }],
      ['/recall', { query: 'who', session_id: '' }],
    ] as const) {
      expectProblem(await api().post(path, body), 400, 'VALIDATION_FAILED');
      expect([path, (await api().post(path, body, ORIGINAL)).status]).toEqual([path, 200]);
    }
    const batch = { memories: [{ task: 'In a batch', session_id: '' }] };
    expect((await api().post('/remember/batch', batch, ORIGINAL)).json()).toMatchObject({
      stored: 1,
      failed: 0,
    });
  });

  it('makes routes of a loop that is off not there, and the endpoint of memory a text', async () => {
    for (const path of ['/reward/health', '/learner/health']) {
      expectProblem(await api().get(path), 503, 'COGNITION_UNAVAILABLE');
      expectProblem(await api().get(path, ORIGINAL), 404, 'ROUTE_NOT_FOUND');
    }
    expect((await api().get('/diagnostics')).json()).toMatchObject({ memory_endpoint: null });
    const { memory_endpoint: endpoint, ...rest } = (await api().get('/diagnostics', ORIGINAL)).json();
    expect(endpoint).toBe('');
    expect(rest).toMatchObject({
      external_backends_required: false,
      require_memory: false,
      api_version: 1,
      mode: 'development',
    });
  });

  it('counts before the setting, and another value of it means nothing', async () => {
    const none = { 'X-SomaBrain-Compatibility': 'none' };
    const misspelt = { 'X-SomaBrain-Compatibility': 'orginal' };
    for (const headers of [none, misspelt])
      expect((await api().post('/remember', { content: JSON.stringify(headers) }, headers)).status).toBe(201);
  });
});

describe('SOMABRAIN_COMPATIBILITY=original', () => {
  const api = unharmedApi({ SOMABRAIN_COMPATIBILITY: 'original' });

  it('does the same for whoever does not ask for something else', async () => {
    const none = { 'X-SomaBrain-Compatibility': 'none' };
    expect((await api().post('/remember', { content: 'As before' })).status).toBe(200);
    expect((await api().post('/remember', { content: 'As today' }, none)).status).toBe(201);
  });
});
