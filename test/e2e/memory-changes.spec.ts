import type { RunningApi } from './support/running-api';
import { startApi } from './support/start-api';

const JSON_TYPE = { 'Content-Type': 'application/json' };

describe('the routes that list, change, restore and forget', () => {
  let api: RunningApi;
  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api.stop());

  let namespace = 0;
  const remember = async (fields: Record<string, unknown>, headers: Record<string, string> = {}) => {
    const answer = await api.post('/remember', { namespace: `changes-${namespace}`, ...fields }, headers);
    return { answer, id: answer.json<{ id: string }>().id };
  };
  const patch = (id: string, body: unknown, headers: Record<string, string> = {}) =>
    api.send('PATCH', `/memories/${id}`, {
      body: JSON.stringify(body),
      headers: { ...JSON_TYPE, ...headers },
    });
  beforeEach(() => {
    namespace += 1;
  });

  it('changes a memory that is as the caller saw it, and tells its new version', async () => {
    const { answer, id } = await remember({ content: 'The office is in Paris', metadata: { a: 1 } });
    expect(answer.headers.get('ETag')).toBe('"1"');
    const changed = await patch(id, { metadata: { a: null, b: 2 } }, { 'If-Match': '"1"' });
    expect([changed.status, changed.headers.get('ETag')]).toEqual([200, '"2"']);
    expect(changed.json()).toMatchObject({ version: 2, metadata: { b: 2 } });
    const late = await patch(id, { importance: 2 }, { 'If-Match': '"1"' });
    expect([late.status, late.json().code]).toEqual([412, 'VERSION_MISMATCH']);
    const same = await api.get(`/memories/${id}`, { 'If-None-Match': '"2"' });
    expect([same.status, same.text]).toEqual([304, '']);
  });

  it('answers what it cannot read or do with the field that is wrong', async () => {
    const { id } = await remember({ content: 'one', key: 'k1' });
    await remember({ content: 'two', key: 'k2' });
    const answers = [
      await patch(id, {}),
      await patch(id, { colour: 'red' }),
      await patch(id, { importance: 1 }, { 'If-Match': '3' }),
      await patch(id, { key: 'k2' }),
      await api.get('/memories?limit=0'),
      await api.get('/memories?colour=red'),
      await api.get('/memories?cursor=x'),
      await api.post(`/memories/${id}/restore`, { version: 5 }),
      await api.post('/forget', {}),
      await api.post('/delete', { task: 'none' }),
      await api.post('/remember', { content: 'x' }, { 'Idempotency-Key': 'a b' }),
    ];
    expect(answers.map((answer) => [answer.status, answer.json().code])).toEqual([
      ...Array.from({ length: 3 }, () => [400, 'VALIDATION_FAILED']),
      [409, 'KEY_TAKEN'],
      ...Array.from({ length: 2 }, () => [400, 'VALIDATION_FAILED']),
      [400, 'CURSOR_INVALID'],
      [404, 'VERSION_NOT_FOUND'],
      [400, 'VALIDATION_FAILED'],
      [404, 'MEMORY_NOT_FOUND'],
      [400, 'VALIDATION_FAILED'],
    ]);
  });

  it('keeps the history, goes back in it, and lists page by page', async () => {
    const { id } = await remember({ content: 'first' });
    await patch(id, { content: 'second' });
    const restored = await api.post(`/memories/${id}/restore`, {});
    expect(restored.json()).toMatchObject({ content: 'first', version: 3 });
    const history = (await api.get(`/memories/${id}/history?limit=2`)).json<{
      items: { version: number; replaced_at?: string }[];
      next_cursor: string;
    }>();
    expect(history.items.map(({ version }) => version)).toEqual([3, 2]);
    expect(history.items.map((version) => 'replaced_at' in version)).toEqual([false, true]);
    const rest = await api.get(`/memories/${id}/history?cursor=${history.next_cursor}`);
    expect(rest.json()).toMatchObject({ items: [{ version: 1, content: 'first' }], next_cursor: null });
    const list = await api.get(`/memories?namespace=changes-${namespace}&total=true`);
    expect(list.json()).toMatchObject({ items: [{ id }], total: 1, next_cursor: null });
  });

  it('forgets with a receipt, and repeats the receipt under an idempotency key', async () => {
    await remember({ content: 'to be forgotten' });
    const headers = { 'Idempotency-Key': `forget-${namespace}` };
    const forget = () => api.post('/forget', { namespace: `changes-${namespace}` }, headers);
    const [first, again] = [await forget(), await forget()];
    expect(first.json()).toMatchObject({ forgotten: 1, stores: { memories: 1 }, dry_run: false });
    expect(again.headers.get('Idempotency-Replayed')).toBe('true');
    expect(again.json().audit_id).toBe(first.json().audit_id);
  });

  it('deletes by key and by coordinate as the original was meant to, and says that this is the older way', async () => {
    const { answer } = await remember({ content: 'at its place' });
    const { coordinate } = answer.json<{ coordinate: string }>();
    const deleted = await api.post('/recall/delete', { coordinate: coordinate.split(',').map(Number) });
    expect([deleted.status, deleted.text]).toEqual([200, '{"ok":true}']);
    expect(deleted.headers.get('Deprecation')).toMatch(/^@\d+$/);
    await api.post('/remember', { content: 'under a key', key: 'by-task' });
    expect((await api.post('/delete', { task: 'by-task' })).status).toBe(200);
  });

  it('stores a write once, however often it is sent', async () => {
    const headers = { 'Idempotency-Key': `once-${namespace}` };
    const send = () => remember({ content: 'said once', session_id: 's' }, headers);
    const answers = await Promise.all(Array.from({ length: 50 }, send));
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    expect(new Set(answers.map(({ answer }) => answer.status))).toEqual(new Set([201]));
    const other = await remember({ content: 'something else' }, headers);
    expect([other.answer.status, other.answer.json().code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
  });

  it('gives up when the time of the caller is over', async () => {
    const late = await api.post('/recall', { query: 'anything' }, { 'X-Deadline-MS': 'soon' });
    expect([late.status, late.json().code]).toEqual([400, 'VALIDATION_FAILED']);
    const items = Array.from({ length: 1_000 }, (_, index) => ({ content: `late item ${index}` }));
    const batch = await api.post('/remember/batch', { memories: items }, { 'X-Deadline-MS': '1' });
    expect([batch.status, batch.json().code]).toEqual([504, 'DEADLINE_EXCEEDED']);
  });
});
