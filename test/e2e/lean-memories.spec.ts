import { unharmedApi } from './support/unharmed-api';

type Json = Record<string, unknown>;

const CONTENT = 'The spare key hangs behind the boiler';
const ORIGINAL = { 'X-SomaBrain-Compatibility': 'original' };
const LEAN = [
  'id',
  'content',
  'namespace',
  'memory_type',
  'importance',
  'created_at',
  'updated_at',
  'version',
];
/** Of working memory. */
const IN_MIND = ['session_id', 'novelty', 'reward', 'salience', 'age_seconds'];

describe('a memory in an answer', () => {
  const api = unharmedApi();
  let id: string;
  beforeAll(async () => {
    id = (await api().post('/remember', { content: CONTENT })).json<{ id: string }>().id;
    await change({}, { importance: 2 });
    await api().post('/remember', { content: CONTENT, session_id: 's1', namespace: 'talk' });
  });

  const change = (headers: object, patch: object = { content: CONTENT }) => {
    const type = { 'Content-Type': 'application/merge-patch+json' };
    const body = JSON.stringify(patch);
    return api().send('PATCH', `/memories/${id}`, { headers: { ...headers, ...type }, body });
  };
  const routes: [string, string[], (headers: object) => Promise<{ json: () => Json; text: string }>][] = [
    ['GET /memories/{id}', [], (headers) => api().get(`/memories/${id}`, { ...headers })],
    ['GET /memories', [], (headers) => api().get('/memories?namespace=default', { ...headers })],
    ['PATCH /memories/{id}', [], (headers) => change(headers)],
    [
      'GET /memories/{id}/history',
      ['recorded_at'],
      (headers) => api().get(`/memories/${id}/history?limit=1`, { ...headers }),
    ],
    [
      'POST /memories/{id}/restore',
      [],
      (headers) => api().post(`/memories/${id}/restore`, { version: 1 }, { ...headers }),
    ],
    [
      'GET /working-memory/{session_id}',
      IN_MIND,
      (headers) => api().get('/working-memory/s1', { ...headers }),
    ],
  ];
  const memoryOf = (answer: Json) => (answer.items ? (answer.items as Json[])[0]! : answer);

  it.each(routes)('of %s has its text once, and nothing without a value', async (_route, more, ask) => {
    const answer = await ask({});
    expect(answer.text.split(CONTENT)).toHaveLength(2);
    expect(Object.keys(memoryOf(answer.json())).sort()).toEqual([...LEAN, ...more].sort());
  });

  it.each(routes)(
    'of %s has the form of the original for whoever asks for it',
    async (_route, _more, ask) => {
      const memory = memoryOf((await ask(ORIGINAL)).json());
      expect(memory).toMatchObject({ content: CONTENT, task: CONTENT, text: CONTENT, tenant: 'public' });
      expect(memory).toMatchObject({ metadata: {}, tags: [], key: null, position: null, expires_at: null });
      expect(memory.coordinate).toMatch(/^-?\d\.\d+,-?\d\.\d+,-?\d\.\d+$/);
    },
  );
});
