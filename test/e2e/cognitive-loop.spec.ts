import { waitFor } from '../support/wait-for';
import { expectProblem } from './support/expect-problem';
import type { RunningApi } from './support/running-api';
import { startApi } from './support/start-api';

const LOOP = {
  ENABLE_COG_THREADS: '1',
  SOMABRAIN_FF_COG_ORCHESTRATOR: '1',
  SOMABRAIN_FF_WM_UPDATES_CACHE: '1',
  SOMABRAIN_CPD_MIN_SAMPLES: '5',
  SOMABRAIN_CPD_MIN_GAP_MS: '0',
  // It watches the pace, and a busy machine has another one.
  SOMABRAIN_FF_PREDICTOR_AGENT: '0',
};
const TURNS = [
  'Shall we sail to the lighthouse on Saturday?',
  'The boat needs a new rudder before that.',
  'Marta can lend us hers, it is in the shed.',
  'Then let us leave at seven with the tide.',
  'I will bring bread, cheese and the chart.',
  'Do not forget the life jackets this time.',
  'They hang beside the rudder in the shed.',
];

interface Found {
  readonly id: string;
  readonly content: string;
  readonly metadata: { readonly episode?: { readonly memories: number; readonly evidence: string } };
  readonly user_id?: string;
}

describe('the cognitive loop in the process of the API', () => {
  let api: RunningApi;
  let headers: Record<string, string>;
  let tenants = 0;

  beforeAll(async () => {
    api = await startApi(LOOP);
  });
  afterAll(() => api.stop());
  beforeEach(() => {
    tenants += 1;
    headers = { 'X-Tenant-ID': `sailor-${tenants}` };
  });

  const remember = async (content: string, more = {}): Promise<string> => {
    const body = { content, session_id: 's1', user_id: 'ana', ...more };
    return (await api.post('/remember', body, headers)).json<{ id: string }>().id;
  };
  /** Talks, then asks: that the agent does something else ends the episode. */
  const talkThenAsk = async (): Promise<string[]> => {
    const ids: string[] = [];
    for (const turn of TURNS) ids.push(await remember(turn));
    for (let count = 0; count < 2; count += 1) {
      await api.post('/recall', { query: 'Where is the rudder?', session_id: 's1' }, headers);
    }
    return ids;
  };
  const episodes = async (of = headers): Promise<Found[]> =>
    (await api.get('/memories?memory_type=episode', of)).json<{ items: Found[] }>().items;
  const oneEpisode = async (): Promise<Found> => {
    await waitFor(async () => (await episodes()).length > 0, { timeoutMs: 10_000, what: () => 'an episode' });
    return (await episodes())[0]!;
  };

  it('makes a memory of a closed episode, which recall finds, linked to what it is made of', async () => {
    const ids = await talkThenAsk();
    const episode = await oneEpisode();
    expect(episode.metadata.episode).toMatchObject({ memories: TURNS.length, evidence: 'cpd' });
    expect(episode.user_id).toBe('ana');
    for (const turn of TURNS) expect(episode.content).toContain(turn);
    const links = await api.post('/graph/links', { from_id: episode.id, type: 'derived_from' }, headers);
    const edges = links.json<{ edges: { to_id: string }[] }>().edges;
    expect(edges.map(({ to_id: to }) => to).sort()).toEqual([...ids].sort());
    const recalled = await api.post('/recall', { query: 'bread, cheese and the chart', k: 3 }, headers);
    expect(recalled.json<{ results: Found[] }>().results.map(({ id }) => id)).toContain(episode.id);
  });

  it.each([
    ['forgotten', (id: string) => api.post('/forget', { ids: [id] }, headers)],
    ['deleted', (id: string) => api.send('DELETE', `/memories/${id}`, { headers })],
  ])('lets an episode go with what it is made of, once that is %s', async (_, leave) => {
    const [first = ''] = await talkThenAsk();
    await oneEpisode();
    await leave(first);
    expect(await episodes()).toEqual([]);
  });

  it('keeps each tenant to itself', async () => {
    await talkThenAsk();
    await oneEpisode();
    expect(await episodes({ 'X-Tenant-ID': 'somebody-else' })).toEqual([]);
  });

  it.each(['/reward/frame-1', '/reward/reward/frame-1'])(
    'lowers exploration after rewards by %s',
    async (path) => {
      const tau = async () =>
        (await api.get('/context/adaptation/state', headers)).json<{ retrieval: { tau: number } }>().retrieval
          .tau;
      expect(await tau()).toBe(0.7);
      const answer = await api.post(path, { r_task: 0.8, r_user: 0.4, r_cost: 0.2 }, headers);
      expect(answer.status).toBe(200);
      expect(answer.json()).toMatchObject({ status: 'ok' });
      await waitFor(async () => Math.abs((await tau()) - 0.55) < 1e-9, {
        timeoutMs: 10_000,
        what: () => 'the reward to be learnt from',
      });
      const history = await api.get('/context/adaptation/history', headers);
      expect(history.json<{ items: object[] }>().items[0]).toMatchObject({
        reason: 'reward',
        actor: 'cognition',
      });
    },
  );

  it('refuses rewards that are none', async () => {
    const answer = await api.post('/reward/frame-1', { r_task: 'much' }, headers);
    expectProblem(answer, 400, 'VALIDATION_FAILED');
    expectProblem(await api.post('/reward/frame-1', { praise: 1 }, headers), 400, 'VALIDATION_FAILED');
  });

  it('says that it is at work', async () => {
    for (const [path, service] of [
      ['/reward/health', 'reward_producer'],
      ['/learner/health', 'learner_online'],
    ] as const) {
      const answer = await api.get(path, headers);
      expect(answer.json()).toEqual({ ok: true, service, where: 'in_process' });
    }
    const metrics = (await api.get('/metrics')).text;
    expect(metrics).toMatch(
      /somabrain_cognition_messages_total\{worker="integrator",outcome="taken"\} [1-9]/,
    );
  });

  it('logs no error', () => {
    expect(api.log.filter(({ level }) => level === 'ERROR')).toEqual([]);
  });
});

it('is not there unless it is asked for', async () => {
  const api = await startApi();
  try {
    expectProblem(await api.post('/reward/frame-1', { r_task: 1 }), 503, 'COGNITION_UNAVAILABLE');
    expectProblem(await api.get('/learner/health'), 503, 'COGNITION_UNAVAILABLE');
  } finally {
    await api.stop();
  }
});
