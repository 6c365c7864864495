import type { RunningApi } from './support/running-api';
import { startApi } from './support/start-api';

describe('names in requests', () => {
  let api: RunningApi;
  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api.stop());

  it('are known by either form of Unicode', async () => {
    const names = (form: string) => {
      const name = 'Zo\u00eb'.normalize(form);
      return { key: name, user_id: name, agent_id: name, session_id: name, tags: [name] };
    };
    const metadata = (form: string) => ({ ['Gr\u00f6\u00dfe'.normalize(form)]: 'gro\u00df' });
    const body = { content: 'Zo\u00eb takes a large one', ...names('NFD'), metadata: metadata('NFD') };
    const { id } = (await api.post('/remember', body)).json();
    expect((await api.get(`/memories/${String(id)}`)).json()).toMatchObject({
      ...names('NFC'),
      metadata: metadata('NFC'),
    });
    const { key, ...scope } = names('NFD');
    const listed = await api.get(`/memories?key=${encodeURIComponent(key)}`);
    expect(listed.json<{ items: unknown[] }>().items).toHaveLength(1);
    const filters = { ...scope, metadata: metadata('NFD') };
    const recalled = await api.post('/recall', { query: 'large one', filters });
    expect(recalled.json<{ results: unknown[] }>().results).toHaveLength(1);
  });

  it.each<[string, string, (content: string) => object]>([
    ['POST', '/remember', (content) => ({ content })],
    ['POST', '/memory/remember', (content) => ({ value: content })],
    ['PATCH', '/memories/019aad6e-8f00-7000-8000-000000000000', (content) => ({ content })],
  ])('do not stand for a text of white space only: %s %s', async (method, path, body) => {
    const answer = await api.send(method, path, {
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body(' \n\u00a0')),
    });
    expect([answer.status, answer.json().code]).toEqual([400, 'VALIDATION_FAILED']);
    expect(JSON.stringify(answer.json().errors)).toContain('must hold more than white space');
  });
});
