import { isSealed, type AuditRecord } from '@somabrain/audit';
import { loadConfiguration } from '@somabrain/config';
import type { RunningService } from '@somabrain/runtime';
import { startService } from '../../apps/api/src/start-service';
import { quietLogger, TestDatabase } from '../support/test-database';
import { waitFor } from '../support/wait-for';
import { expectProblem } from './support/expect-problem';
import { RunningApi } from './support/running-api';

interface Page {
  items: AuditRecord[];
  next_cursor: string | null;
}

interface Verification {
  ok: boolean;
  chains: { stream: string; whole: boolean; records: number; fault: Record<string, unknown> | null }[];
}

describe('the audit routes', () => {
  let database: TestDatabase;
  let service: RunningService;
  let api: RunningApi;
  let tenants = 0;
  let headers: Record<string, string>;

  const start = async () => {
    const environment = { SOMABRAIN_POSTGRES_DSN: database.dsn, SOMABRAIN_PORT: '0' };
    service = await startService(loadConfiguration(environment).configuration, quietLogger());
    api = new RunningApi(service.url, [], () => service.stop());
  };

  beforeAll(async () => {
    database = await TestDatabase.create({ migrated: false });
    await start();
  });

  afterAll(async () => {
    await api.stop();
    await database.drop();
  });

  beforeEach(() => {
    tenants += 1;
    headers = { 'X-Tenant-ID': `audited-${tenants}` };
  });

  const remember = async (content: string) => {
    const answer = await api.post('/remember', { content }, headers);
    return answer.json<{ id: string; trace_id: string }>();
  };
  const events = async (query = '') => (await api.get(`/audit/events${query}`, headers)).json<Page>();
  const verify = async (body: object = {}) =>
    (await api.post('/audit/verify', body, headers)).json<Verification>();

  it('tell who did what, newest first and page by page, in records whose seals anyone can check', async () => {
    const ids = [await remember('The bakery opens at six'), await remember('The library closes at eight')];
    const { items, next_cursor: cursor } = await events('?stream=operations&limit=1');
    expect(items).toHaveLength(1);
    const rest = await events(`?stream=operations&limit=1&cursor=${cursor}`);
    const records = [...items, ...rest.items];
    expect(records.map(({ resource }) => resource.id)).toEqual([ids[1]?.id, ids[0]?.id]);
    expect(records.every(isSealed)).toBe(true);
    expect(records[0]?.prev_hash).toBe(records[1]?.hash);
    expect(JSON.stringify(records)).not.toContain('bakery');
  });

  it('find the records of an action, of a memory, and of a time', async () => {
    const { id } = await remember('The bakery opens at six');
    await api.send('PATCH', `/memories/${id}`, {
      body: '{"importance":2}',
      headers: { ...headers, 'Content-Type': 'application/json' },
    });
    const actions = async (query: string) => (await events(query)).items.map(({ action }) => action);
    expect(await actions(`?resource_id=${id}`)).toEqual(['memory.updated', 'memory.remembered']);
    expect(await actions('?action=memory.updated')).toEqual(['memory.updated']);
    expect(await actions('?stream=operations&until=2020-01-01')).toEqual([]);
    expect(await actions('?stream=operations&since=2020-01-01&actor=anonymous')).toHaveLength(2);
  });

  it('are audited themselves', async () => {
    await events();
    await verify();
    const actions = async () => (await events()).items.map(({ action }) => action);
    for (const action of ['audit.read', 'audit.verified'])
      await waitFor(async () => (await actions()).includes(action), {
        timeoutMs: 5_000,
        what: () => `the access record ${action}`,
      });
  });

  it('find every chain whole that nobody touched', async () => {
    await remember('The bakery opens at six');
    const { ok, chains } = await verify();
    expect(ok).toBe(true);
    expect(chains.map(({ stream, whole, fault }) => [stream, whole, fault])).toEqual([
      ['operations', true, null],
      ['access', true, null],
      ['events', true, null],
    ]);
    expect(await verify({ stream: 'operations' })).toMatchObject({ chains: [{ records: 1 }] });
  });

  it('name the record that somebody changed', async () => {
    const { id } = await remember('The bakery opens at six');
    await database.asOwner(
      `update audit_log set record = jsonb_set(record, '{actor}', '"eve"') where tenant_id = $1 and stream = 'operations'`,
      [headers['X-Tenant-ID']],
    );
    const { items } = await events('?stream=operations');
    expect(await verify()).toMatchObject({
      ok: false,
      chains: [
        {
          stream: 'operations',
          whole: false,
          fault: { kind: 'changed', seq: 1, record_id: items[0]?.id },
        },
        { whole: true },
        { whole: true },
      ],
    });
    expect(items[0]?.resource.id).toBe(id);
    const [verified] = (await events('?action=audit.verified')).items;
    expect(verified).toMatchObject({ outcome: 'failed', data: { operations: { fault: { seq: 1 } } } });
  });

  it('tell a tenant nothing of another', async () => {
    await remember('The bakery opens at six');
    headers = { 'X-Tenant-ID': 'somebody-else' };
    expect((await events()).items).toEqual([]);
  });

  it.each([
    ['?stream=secrets', 'stream'],
    ['?action=memory.stolen', 'action'],
    ['?limit=501', 'limit'],
    ['?since=yesterday', 'since'],
    ['?colour=red', 'colour'],
  ])('refuse %s and name the parameter', async (query, field) => {
    const errors = expectProblem(await api.get(`/audit/events${query}`, headers), 400, 'VALIDATION_FAILED');
    expect(errors.map((error) => error.field)).toEqual([field]);
  });

  it('refuse a cursor that they did not give', async () => {
    expectProblem(await api.get('/audit/events?cursor=abc', headers), 400, 'CURSOR_INVALID');
  });

  it('keep in the service’s own chain when it started and stopped', async () => {
    await api.stop();
    await start();
    const rows = await database.asOwner<{ action: string }>(
      `select record ->> 'action' as action from audit_log where tenant_id = '_system' and stream = 'events' order by seq`,
    );
    expect(rows.map(({ action }) => action)).toEqual([
      'service.started',
      'service.stopped',
      'service.started',
    ]);
  });
});
