import {
  answerOf,
  ApiProblem,
  createSomaBrainClient,
  DamagedExport,
  ExportCheck,
  exportMemories,
  importMemories,
} from '@somabrain/client';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { unharmedApi } from './support/unharmed-api';

describe('the typed client', () => {
  const api = unharmedApi();
  const connectionOf = (tenant: string) => ({ baseUrl: `${api().url}/`, tenant });

  it('remembers and recalls', async () => {
    const client = createSomaBrainClient(connectionOf('typed'));
    const remembered = await answerOf(
      client.POST('/remember', { body: { content: 'The bakery opens at six', tags: ['shop'] } }),
    );
    expect(remembered.status).toBe('created');
    const { results } = await answerOf(client.POST('/recall', { body: { query: 'bakery' } }));
    expect(results.map(({ id }) => id)).toEqual([remembered.id]);
    const params = { path: { id: remembered.id } };
    expect((await answerOf(client.GET('/memories/{id}', { params }))).tags).toEqual(['shop']);
    await answerOf(client.DELETE('/memories/{id}', { params }));
    const { items } = await answerOf(client.GET('/memories', { params: { query: { limit: 5 } } }));
    expect(items).toEqual([]);
  });

  it('throws what the service says is wrong', async () => {
    const client = createSomaBrainClient(connectionOf('typed'));
    const refused = answerOf(client.POST('/recall', { body: { query: 'x', k: 1_000 } }));
    await expect(refused).rejects.toBeInstanceOf(ApiProblem);
    await expect(refused).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
      status: 400,
      errors: [{ field: 'k' }],
      traceId: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
      retryAfter: null,
    });
  });

  it('takes memories out and brings them in', async () => {
    const client = createSomaBrainClient(connectionOf('out'));
    await answerOf(client.POST('/remember', { body: { content: 'The bakery opens at six' } }));
    const check = new ExportCheck();
    const file: Uint8Array[] = [];
    for await (const chunk of exportMemories(connectionOf('out'))) {
      check.add(chunk);
      file.push(chunk);
    }
    expect(check.finish()).toMatchObject({ memories: 1, versions: 0, tenant: 'out' });
    expect(await importMemories(connectionOf('in'), piecesOf(file))).toMatchObject({ ok: true, imported: 1 });
    await expect(importMemories(connectionOf('in'), piecesOf(file.slice(0, 1)))).rejects.toMatchObject({
      code: 'IMPORT_INVALID',
    });
    const cut = new ExportCheck();
    for (const chunk of file.slice(0, -1)) cut.add(chunk);
    expect(() => cut.finish()).toThrow(DamagedExport);
    await expect(exportMemories(connectionOf('out'), { namespace: 'no space' }).next()).rejects.toMatchObject(
      { code: 'VALIDATION_FAILED' },
    );
  });
});

describe('the typed client before something that is no SomaBrain', () => {
  let server: Server;

  beforeAll(async () => {
    server = createServer((_, response) => {
      response.writeHead(502, { 'Content-Type': 'text/html', 'Retry-After': '7' });
      response.end('<h1>Bad gateway</h1>');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });

  afterAll(() => server.close());

  it('throws a problem that says what was answered', async () => {
    const connection = { baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
    const expected = { code: 'HTTP_502', status: 502, traceId: null, retryAfter: 7 };
    const call = createSomaBrainClient(connection).POST('/recall', { body: { query: 'x' } });
    await expect(answerOf(call)).rejects.toMatchObject(expected);
    await expect(exportMemories(connection).next()).rejects.toMatchObject(expected);
  });
});

async function* piecesOf(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) {
    yield chunk;
    await Promise.resolve();
  }
}
