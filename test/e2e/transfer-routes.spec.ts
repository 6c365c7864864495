import { connect } from 'node:net';
import { once } from 'node:events';
import { expectProblem } from './support/expect-problem';
import { unharmedApi } from './support/unharmed-api';

const NDJSON = { 'Content-Type': 'application/x-ndjson' };

describe('export and import', () => {
  const api = unharmedApi();
  let tenants = 0;
  let from: Record<string, string>;
  let to: Record<string, string>;

  beforeEach(() => {
    tenants += 1;
    from = { 'X-Tenant-ID': `from-${tenants}` };
    to = { 'X-Tenant-ID': `to-${tenants}` };
  });

  const bodyOf = (file: string) => file.slice(file.indexOf('\n') + 1);

  it('take memories from one tenant to another', async () => {
    await api().post('/remember', { content: 'The bakery opens at six', key: 'bakery' }, from);
    await api().post('/remember', { content: 'The bakery opens at seven', key: 'bakery' }, from);
    const exported = await api().get('/export', from);
    expect(exported.status).toBe(200);
    expect(exported.headers.get('content-type')).toBe('application/x-ndjson');
    expect(exported.headers.get('content-disposition')).toBe(
      `attachment; filename="somabrain-${from['X-Tenant-ID']}-all.ndjson"`,
    );
    const imported = await api().postText('/import', exported.text, { ...NDJSON, ...to });
    expect([imported.status, imported.json()]).toEqual([
      200,
      expect.objectContaining({
        ok: true,
        imported: 1,
        versions: 1,
        failed: 0,
        lines: 4,
        checksum: 'verified',
      }),
    ]);
    const recalled = await api().post('/recall', { query: 'bakery' }, to);
    expect(recalled.json<{ results: { content: string }[] }>().results.map(({ content }) => content)).toEqual(
      ['The bakery opens at seven'],
    );
    const { items } = (await api().get('/audit/events?action=memory.imported', to)).json<{
      items: object[];
    }>();
    expect(items).toHaveLength(1);
    expect(bodyOf((await api().get('/export', to)).text)).toBe(bodyOf(exported.text));
  });

  it('refuse a file that is not whole, and say in which line', async () => {
    await api().post('/remember', { content: 'One' }, from);
    const { text } = await api().get('/export', from);
    const cut = text.split('\n').slice(0, 2).join('\n') + '\n';
    const errors = expectProblem(
      await api().postText('/import', cut, { ...NDJSON, ...to }),
      400,
      'IMPORT_INVALID',
    );
    expect(errors[0]?.field).toBe('line 2');
  });

  it.each([
    ['JSON', { 'Content-Type': 'application/json' }],
    ['a compressed file', { ...NDJSON, 'Content-Encoding': 'gzip' }],
  ])('refuse %s', async (_, headers) => {
    expectProblem(await api().postText('/import', '{}', headers), 415, 'UNSUPPORTED_MEDIA_TYPE');
  });

  it.each([
    ['/export?namespace=no%20space', 'namespace'],
    ['/export?colour=red', 'colour'],
  ])('refuse %s', async (path, field) => {
    const errors = expectProblem(await api().get(path), 400, 'VALIDATION_FAILED');
    expect(errors.map((error) => error.field)).toEqual([field]);
  });

  it('survive a client that goes away in the middle of its file', async () => {
    await api().post('/remember', { content: 'The bakery opens at six' }, from);
    const file = (await api().get('/export', from)).text;
    const half = file.slice(0, file.indexOf('bakery'));
    const { hostname, port } = new URL(api().url);
    const socket = connect(Number(port), hostname);
    socket.write(
      `POST /import HTTP/1.1\r\nHost: x\r\nX-Tenant-ID: ${to['X-Tenant-ID']}\r\nContent-Type: application/x-ndjson\r\n` +
        `Transfer-Encoding: chunked\r\n\r\n${half.length.toString(16)}\r\n${half}\r\n`,
    );
    await api().get('/health/live');
    socket.destroy();
    await once(socket, 'close');
    expect((await api().get('/memories', to)).json()).toMatchObject({ items: [] });
    const whole = await api().postText('/import', file, { ...NDJSON, ...to });
    expect(whole.json()).toMatchObject({ ok: true, imported: 1 });
  });
});
