import type { RunningApi } from './support/running-api';
import { Sleeper } from './support/sleeper';
import { startApi } from './support/start-api';

let api: RunningApi;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const newTenant = (): Sleeper => new Sleeper(api);

describe('A summary', () => {
  it('follows its session', async () => {
    const tenant = newTenant();
    await tenant.tell('s1');
    const { created, summaries, ids } = await tenant.post<{
      created: number;
      summaries: string[];
      ids: string[];
    }>('/reflect', {});
    expect([created, summaries.length]).toEqual([1, 1]);
    expect(await tenant.post('/reflect', {})).toMatchObject({ created: 0, summaries: [] });
    await tenant.remember('The lighthouse project opens with a harbour fair in June.', {
      session_id: 's1',
      position: 8,
      speaker: 'Ana',
    });
    expect(await tenant.post('/reflect', {})).toMatchObject({ created: 1, ids });
  });

  it('goes for good, with its history, when something it was made of is gone', async () => {
    const tenant = newTenant();
    await tenant.tell('s1');
    const { ids } = await tenant.post<{ ids: string[] }>('/reflect', {});
    const links = await tenant.post<{ edges: { to_id: string }[] }>('/graph/links', { from_id: ids[0] });
    const source = links.edges[0]?.to_id ?? '';
    const said = (await tenant.memory(source)).content;
    await api.send('DELETE', `/memories/${source}`, { headers: tenant.headers });
    const again = await tenant.post<{ ids: string[]; summaries: string[] }>('/reflect', {});
    expect(again.ids).not.toEqual(ids);
    expect(again.summaries.join('\n')).not.toContain(said);
    expect((await api.get(`/memories/${ids[0]}/history`, tenant.headers)).status).toBe(404);
  });
});
