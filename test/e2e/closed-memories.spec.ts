import type { RunningApi } from './support/running-api';
import { type Memory, NOTHING, Sleeper } from './support/sleeper';
import { startApi } from './support/start-api';

let api: RunningApi;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const newTenant = (): Sleeper => new Sleeper(api);

describe('A closed memory', () => {
  it('is recalled as of a time when it held', async () => {
    const tenant = newTenant();
    const old = await tenant.remember("I don't eat meat");
    await tenant.remember('I do not eat meat.');
    const before = new Date().toISOString();
    await tenant.sleep();
    expect((await tenant.recall('meat', { as_of: before })).map(({ id }) => id)).toContain(old);
  });

  it('is in no answer that links lead to until it is opened, be it named or not', async () => {
    const tenant = newTenant();
    const said = { session_id: 's1', occurred_at: '2026-01-01T00:00:00Z' };
    const old = await tenant.remember("I don't eat meat", said);
    await tenant.remember('The menu of the canteen', { key: 'menu', links: [{ target: { id: old } }] });
    await tenant.remember('Tofu', { key: 'tofu' });
    await tenant.post('/link', { from_id: old, to_key: 'tofu' });
    const held = await tenant.remember('I do not eat meat.', said);
    const answers = async (): Promise<string> => {
      const asked = [
        tenant.post('/graph/neighbors', { from_key: 'menu', hops: 3 }),
        tenant.post('/graph/path', { from_key: 'menu', to_key: 'tofu' }),
        tenant.post('/graph/path', { from_key: 'menu', to_id: old }),
        tenant.post('/graph/links', {}),
        tenant.post('/graph/links', { from_key: 'menu' }),
        tenant.post('/plan/suggest', { task_key: 'menu', rel_types: ['related'] }),
        tenant.post('/act', { task: 'menu' }),
        tenant.post('/rag/retrieve', { query: 'the menu of the canteen', session_id: 's1' }),
        tenant.post('/rag/retrieve', { query: 'menu', id: old, mode: 'exact' }),
        tenant.post('/context/evaluate', { query: 'meat on the menu', session_id: 's1' }),
        tenant.post('/recall', { query: 'meat', session_id: 's1' }),
        tenant.get('/working-memory/s1'),
      ];
      return (await Promise.all(asked)).map((answer) => JSON.stringify(answer)).join('\n');
    };
    const linesWith = async (): Promise<boolean[]> =>
      (await answers()).split('\n').map((line) => line.includes(old));
    // The control: every one of them knows it now.
    expect(await linesWith()).toEqual(Array(12).fill(true));
    await tenant.sleep();
    expect((await tenant.memory(old)).closed).toMatchObject({ superseded_by: held });
    expect(await linesWith()).toEqual(Array(12).fill(false));
    expect(await tenant.post('/graph/neighbors', { from_id: old })).toMatchObject({ neighbors: [] });
    await tenant.post(`/memories/${old}/restore`, {});
    expect(await linesWith()).toEqual(Array(12).fill(true));
  });

  it('does not keep what is said anew from being remembered', async () => {
    const tenant = newTenant();
    await tenant.remember('I live in Paris.');
    await tenant.remember('I moved to Berlin.');
    await tenant.sleep();
    const again = await tenant.post<{ id: string; status: string }>('/remember', {
      content: 'I live in Paris.',
      user_id: 'u1',
    });
    expect(again.status).toBe('created');
    expect((await tenant.recall('Paris')).map(({ id }) => id)).toContain(again.id);
  });

  it('stays closed when something else of it is changed, and travels with an export', async () => {
    const [tenant, other] = [newTenant(), newTenant()];
    const old = await tenant.remember("I don't eat meat");
    await tenant.remember('I do not eat meat.');
    await tenant.sleep();
    const patched = await api.send('PATCH', `/memories/${old}`, {
      body: JSON.stringify({ importance: 0.9 }),
      headers: { ...tenant.headers, 'Content-Type': 'application/json' },
    });
    expect(patched.json<Memory>().closed?.reason).toBe('near_duplicate');
    const file = await api.get('/export', tenant.headers);
    await api.postText('/import', file.text, { ...other.headers, 'Content-Type': 'application/x-ndjson' });
    expect((await other.memory(old)).closed?.reason).toBe('near_duplicate');
    expect((await other.recall('meat')).map(({ id }) => id)).not.toContain(old);
  });

  it('is opened by a restore, and no later run closes it again', async () => {
    const tenant = newTenant();
    const old = await tenant.remember("I don't eat meat");
    await tenant.remember('I do not eat meat.');
    await tenant.sleep();
    await tenant.post(`/memories/${old}/restore`, {});
    expect((await tenant.recall('meat')).map(({ id }) => id)).toContain(old);
    expect((await tenant.sleep()).counts).toEqual(NOTHING);
  });
});
