import { startApi } from './support/start-api';
import type { RunningApi } from './support/running-api';

interface Recalled {
  readonly results: readonly {
    readonly content: string;
    readonly explanation: Readonly<Record<string, number>>;
  }[];
}

const ASKED = 'Shall we wait for the others?';
const ANSWERED = 'The bassoon, of course';

describe('turns that come without fields', () => {
  let api: RunningApi;
  let tenants = 0;
  let headers: Record<string, string>;

  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api.stop());
  const nextTenant = () => {
    tenants += 1;
    headers = { 'X-Tenant-ID': `turns-${tenants}` };
  };
  beforeEach(nextTenant);

  const remember = async (memories: readonly object[]) => {
    const answer = await api.post('/remember/batch', { memories }, headers);
    expect(answer.json<{ stored: number }>().stored).toBe(memories.length);
  };
  const recall = async (query: string) => {
    const answer = await api.post('/recall', { query, explain: true, min_relevance: 0 }, headers);
    return answer.json<Recalled>().results;
  };
  /** How much of a question for words of both turns the first has, with what the second lends it. */
  const coverage = async (first: object, second: object) => {
    nextTenant();
    await remember([
      { content: ASKED, ...first },
      { content: ANSWERED, ...second },
    ]);
    const asked = (await recall('Who waits for the bassoon?')).find(({ content }) => content === ASKED);
    return asked?.explanation.lexical ?? 0;
  };

  it.each<[string, boolean, object, object]>([
    ['of one batch', true, {}, {}],
    ['of one user and agent', true, { user_id: 'u', agent_id: 'a' }, { user_id: 'u', agent_id: 'a' }],
    ['of two users', false, { user_id: 'u' }, { user_id: 'v' }],
    ['of two agents', false, { agent_id: 'a' }, { agent_id: 'b' }],
    ['said minutes apart', true, { occurred_at: '2025-03-01T09:00Z' }, { occurred_at: '2025-03-01T09:20Z' }],
    ['said a day apart', false, { occurred_at: '2025-03-01T09:00Z' }, { occurred_at: '2025-03-02T09:00Z' }],
    ['of which the other has a session', false, {}, { session_id: 's' }],
  ])('%s: neighbours %s', async (_, expected, first, second) => {
    const apart = await coverage({ user_id: 'u' }, { user_id: 'v' });
    expect((await coverage(first, second)) > apart).toBe(expected);
  });

  it.each([
    ['Ana: ', 'What did Ana sell?', 'speaker'],
    ['<Ana> ', 'What did Ana sell?', 'speaker'],
    ['[2024-03-14 12:03] Ana: ', 'What did Ana sell?', 'speaker'],
    ['[user] ', 'Which boat was sold?', 'userRole'],
  ])('three that begin by %j have a speaker', async (label, query, hint) => {
    const said = ['I sold the boat', 'the engine was broken', 'the buyer came from Genoa'];
    const hintOfBest = async () => (await recall(query))[0]?.explanation[hint];
    await remember(said.slice(0, 2).map((text) => ({ content: label + text })));
    expect(await hintOfBest()).toBeUndefined();
    await remember([{ content: label + said[2]! }]);
    expect(await hintOfBest()).toBeGreaterThan(0);
  });
});
