import { expectProblem } from './support/expect-problem';
import { STARTS } from './support/start-api';
import type { RunningApi } from './support/running-api';

interface Item {
  readonly id: string;
  readonly content: string;
  readonly novelty: number;
  readonly salience: number;
}

interface Recalled {
  readonly working_memory?: readonly { id: string; content?: string; score: number }[];
  readonly results: readonly { id: string; content: string }[];
  readonly degraded?: readonly string[];
}

describe.each(Object.entries(STARTS))('working memory %s', (_, start) => {
  let api: RunningApi;
  let session: string;
  let sessions = 0;

  beforeAll(async () => {
    api = await start();
  });
  afterAll(() => api.stop());
  beforeEach(() => {
    sessions += 1;
    session = `session-${sessions}`;
  });

  const say = async (content: string, fields: object = {}, headers = {}): Promise<string> => {
    const body = { content, session_id: session, namespace: session, ...fields };
    return (await api.post('/remember', body, headers)).json<{ id: string }>().id;
  };
  const ask = async (query: string, fields: object = {}, headers = {}): Promise<Recalled> => {
    const body = { query, session_id: session, namespace: session, ...fields };
    return (await api.post('/recall', body, headers)).json<Recalled>();
  };
  const entries = async (headers = {}): Promise<readonly Item[]> =>
    (await api.get(`/working-memory/${session}`, headers)).json<{ items: Item[] }>().items;

  it('holds what was remembered, and answers it with a score to the session’s questions', async () => {
    await say('The boiler man comes on Thursday');
    await say('The neighbour borrowed our ladder');
    const { working_memory: found = [], results, degraded } = await ask('When does the boiler man come?');
    expect(results[0]).toMatchObject({ content: 'The boiler man comes on Thursday', session_id: session });
    expect(found[0]?.id).toBe(results[0]?.id);
    for (const { score } of found) expect(score > 0 && score <= 1).toBe(true);
    expect(degraded).toBeUndefined();
    expect(await ask('boiler man', { session_id: 'another' })).not.toHaveProperty('working_memory');
    expect(await ask('boiler man', { session_id: null })).not.toHaveProperty('working_memory');
  });

  it('gives the text of an entry that is not among the results', async () => {
    const id = await say('The boiler man comes on Thursday');
    const { results, working_memory: found } = await ask('boiler', { min_score: 1_000 });
    const content = 'The boiler man comes on Thursday';
    expect([results, found]).toEqual([[], [{ id, content, score: expect.any(Number) as number }]]);
  });

  it('takes batches, holds 64 at most, and tells how salient each is', async () => {
    const memories = Array.from({ length: 100 }, (_, number) => ({
      content: `Delivery ${number} went to street ${number * 7}`,
      session_id: session,
    }));
    await api.post('/remember/batch', { memories });
    const items = await entries();
    expect(items).toHaveLength(64);
    for (const { salience } of items) expect(salience > 0 && salience <= 1).toBe(true);
  });

  it('never holds what was deleted, and holds the newest version of what was changed', async () => {
    const gone = await say('The secret ingredient is cardamom');
    const kept = await say('The recipe is from Aunt Vera');
    await api.send('DELETE', `/memories/${gone}`);
    await api.send('PATCH', `/memories/${kept}`, {
      headers: { 'Content-Type': 'application/merge-patch+json' },
      body: JSON.stringify({ content: 'The recipe is from Uncle Vova' }),
    });
    expect((await entries()).map(({ content }) => content)).toEqual(['The recipe is from Uncle Vova']);
    const { results, working_memory: found } = await ask('recipe ingredient');
    expect(found).toEqual([{ id: kept, score: expect.any(Number) as number }]);
    expect(results.map(({ content }) => content)).toEqual(['The recipe is from Uncle Vova']);
  });

  it('is cleared without a memory being lost', async () => {
    await say('The key is under the mat');
    expect((await api.send('DELETE', `/working-memory/${session}`)).json()).toMatchObject({ cleared: 1 });
    expect(await entries()).toEqual([]);
    const answer = await ask('Where is the key?');
    expect(answer).not.toHaveProperty('working_memory');
    expect(answer.results).toHaveLength(1);
  });

  it('is another one for another tenant', async () => {
    const other = { 'X-Tenant-ID': 'somebody-else' };
    await say('Ours');
    await say('Theirs', {}, other);
    expect((await entries(other)).map(({ content }) => content)).toEqual(['Theirs']);
    await api.send('DELETE', `/working-memory/${session}`, { headers: other });
    expect((await entries()).map(({ content }) => content)).toEqual(['Ours']);
    expect(await ask('Ours', {}, other)).not.toHaveProperty('working_memory');
  });

  it('is of no part in questions about the past', async () => {
    await say('The meeting was moved');
    const answer = await ask('meeting', { as_of: new Date().toISOString() });
    expect(answer).not.toHaveProperty('working_memory');
  });

  it('refuses a session whose name is too long', async () => {
    expectProblem(await api.get(`/working-memory/${'x'.repeat(257)}`), 400, 'VALIDATION_FAILED');
  });
});
