import type { RunningApi } from './support/running-api';
import { type Memory, NOTHING, type Run, Sleeper, TURNS } from './support/sleeper';
import { startApi } from './support/start-api';

let api: RunningApi;

beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const newTenant = (): Sleeper => new Sleeper(api);

describe('A run', () => {
  it('closes a fact that a later one contradicts: it is not recalled, and its history says why', async () => {
    const tenant = newTenant();
    const old = await tenant.remember('I live in Paris.', { occurred_at: '2026-01-01T00:00:00Z' });
    const now = await tenant.remember('I moved to Berlin.', { occurred_at: '2026-02-01T00:00:00Z' });
    const run = await tenant.sleep();
    expect(run).toMatchObject({ status: 'done', mode: 'nrem/rem', counts: { ...NOTHING, superseded: 1 } });
    expect(run.details.nrem.pruned).toBe(1);
    expect((await tenant.recall('Where do I live?')).map(({ id }) => id)).toEqual([now]);
    const history = await tenant.get<{ items: Memory[] }>(`/memories/${old}/history`);
    expect(history.items.map(({ version, closed }) => [version, closed?.reason])).toEqual([
      [2, 'residence_changed'],
      [1, undefined],
    ]);
    expect((await tenant.memory(old)).closed).toEqual({
      reason: 'residence_changed',
      superseded_by: now,
      valid_until: '2026-02-01T00:00:00.000Z',
      run_id: run.run_id,
    });
  });

  it('closes what is there twice in other words of the same, and keeps what was said last', async () => {
    const tenant = newTenant();
    const first = await tenant.remember("I don't eat meat");
    const last = await tenant.remember('I do not eat meat.');
    expect((await tenant.sleep()).counts).toEqual({ ...NOTHING, near_duplicates: 1 });
    expect((await tenant.memory(first)).closed).toMatchObject({
      reason: 'near_duplicate',
      superseded_by: last,
    });
    expect((await tenant.memory(last)).closed).toBeUndefined();
  });

  it('keeps apart what differs in its words, tags, time or user', async () => {
    const tenant = newTenant();
    await tenant.remember('The room costs 1.5 euros');
    await tenant.remember('The room costs 15 euros');
    await tenant.remember('I use C.');
    await tenant.remember('I use C++.');
    await tenant.remember('Tea is on the shelf', { tags: ['kitchen'] });
    await tenant.remember('Tea is on the shelf.');
    await tenant.remember('We ran five miles', { occurred_at: '2026-01-01T00:00:00Z' });
    await tenant.remember('We ran five miles.', { occurred_at: '2026-01-02T00:00:00Z' });
    await tenant.remember('Bees fly', { user_id: 'u2' });
    await tenant.remember('Bees fly.', { user_id: 'u3' });
    expect((await tenant.sleep()).counts).toEqual(NOTHING);
  });

  it('sums up a session that has ended, in words that were said, linked to what they are taken from', async () => {
    const tenant = newTenant();
    const ids = await tenant.tell('s1');
    expect((await tenant.sleep()).counts).toEqual(NOTHING);
    const run = await tenant.sleep({ episode_idle_seconds: 0 });
    expect(run.counts).toEqual({ ...NOTHING, summaries: 1 });
    const { items } = await tenant.get<{ items: Memory[] }>('/memories?memory_type=summary');
    const [summary] = items;
    const lines = summary?.content.split('\n') ?? [];
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) expect(TURNS).toContain(line.replace(/^Ana: /, ''));
    const links = await tenant.post<{ edges: { type: string; to_id: string }[] }>('/graph/links', {
      from_id: summary?.id,
    });
    expect(links.edges.map(({ type }) => type)).toEqual(lines.map(() => 'derived_from'));
    for (const { to_id: id } of links.edges) expect(ids).toContain(id);
  });

  it('changes nothing the second time', async () => {
    const tenant = newTenant();
    await tenant.tell('s1');
    await tenant.remember('I live in Paris.', { occurred_at: '2026-01-01T00:00:00Z' });
    await tenant.remember('I moved to Berlin.', { occurred_at: '2026-02-01T00:00:00Z' });
    const first = await tenant.sleep({ episode_idle_seconds: 0 });
    expect(first.counts).toEqual({ ...NOTHING, superseded: 1, summaries: 1 });
    expect((await tenant.sleep({ episode_idle_seconds: 0 })).counts).toEqual(NOTHING);
  });

  it('only says what it would do when it is a dry run', async () => {
    const tenant = newTenant();
    const first = await tenant.remember("I don't eat meat");
    await tenant.remember('I do not eat meat.');
    const run = await tenant.sleep({ dry_run: true });
    expect(run.planned).toMatchObject([{ kind: 'close', memory_id: first, reason: 'near_duplicate' }]);
    expect((await tenant.memory(first)).closed).toBeUndefined();
  });

  it('keeps to a namespace and to its tenant', async () => {
    const [tenant, other] = [newTenant(), newTenant()];
    for (const each of [tenant, other]) {
      await each.remember("I don't eat meat");
      await each.remember('I do not eat meat.');
      await each.remember("I don't eat fish", { namespace: 'diet' });
      await each.remember('I do not eat fish.', { namespace: 'diet' });
    }
    expect((await tenant.sleep({ namespace: 'diet' })).counts.near_duplicates).toBe(1);
    expect((await tenant.sleep()).counts.near_duplicates).toBe(1);
    expect(await other.recall('meat')).toHaveLength(2);
  });
});

describe('Undoing a run', () => {
  it('gives back every answer that recall gave before', async () => {
    const tenant = newTenant();
    await tenant.tell('s1');
    await tenant.remember('I live in Paris.');
    await tenant.remember('I moved to Berlin.');
    await tenant.remember("I don't eat meat");
    await tenant.remember('I do not eat meat.');
    const questions = ['Where do I live?', 'meat', 'the harbour crane', 'lighthouse permit'];
    const ask = () => Promise.all(questions.map((question) => tenant.recall(question, { k: 100 })));
    const before = await ask();
    const run = await tenant.sleep({ episode_idle_seconds: 0 });
    expect(await ask()).not.toEqual(before);
    expect(await tenant.undo()).toMatchObject({ ok: true, run_id: run.run_id, restored: 3 });
    expect(await ask()).toEqual(before);
    expect((await tenant.sleep({ episode_idle_seconds: 0 })).counts).toEqual(NOTHING);
    expect(await ask()).toEqual(before);
  });

  it('leaves what was changed since then, and tells where there is nothing to undo', async () => {
    const tenant = newTenant();
    const old = await tenant.remember("I don't eat meat");
    await tenant.remember('I do not eat meat.');
    await tenant.sleep();
    await api.send('DELETE', `/memories/${old}`, { headers: tenant.headers });
    expect(await tenant.undo()).toMatchObject({ restored: 0 });
    expect((await api.post('/sleep/undo', {}, tenant.headers)).status).toBe(404);
    const unknown = { run_id: '019ab2c4-5d6e-7f80-9a1b-2c3d4e5f6071' };
    expect((await api.post('/sleep/undo', unknown, tenant.headers)).status).toBe(404);
  });
});

it('The status tells the runs of a tenant, and operators when each tenant slept', async () => {
  const tenant = newTenant();
  await tenant.remember('Bees fly');
  const { run_id: id } = await tenant.sleep();
  const status = await tenant.get<{ enabled: boolean; interval_seconds: number; last: object; runs: Run[] }>(
    '/sleep/status',
  );
  expect(status).toMatchObject({
    enabled: false,
    interval_seconds: 0,
    last: { nrem: expect.any(Number) as number, rem: expect.any(Number) as number },
    runs: [{ run_id: id, status: 'done', seen: 1, total: 1 }],
  });
  const all = await tenant.get<{ tenants: Record<string, unknown> }>('/sleep/status/all?limit=500');
  expect(Object.keys(all.tenants)).toContain(tenant.headers['X-Tenant-ID']);
});
