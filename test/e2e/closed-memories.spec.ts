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
