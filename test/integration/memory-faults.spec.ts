import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { RemoteMemory } from '@somabrain/memory';
import { connectTo, TOKEN } from '../support/memory-apart';
import { contextOf, memoryOf, queryOf } from '../support/memory-fields';
import { waitFor } from '../support/wait-for';

type Behaviour = (request: IncomingMessage, response: ServerResponse) => void;

const context = contextOf('acme');
const RECALLED = JSON.stringify({ results: [], totalCandidates: 0 });
const REMEMBERED = JSON.stringify({
  status: 'created',
  id: '019ab2c4-5d6e-7f80-9a1b-2c3d4e5f6071',
  version: 1,
  key: null,
  namespace: 'default',
  createdAt: 0,
  replayed: false,
});

const answer =
  (status: number, body: string, type = 'application/json'): Behaviour =>
  (_, response) => {
    response.writeHead(status, { 'Content-Type': type }).end(body);
  };
const problem = (status: number, code: string): Behaviour =>
  answer(status, JSON.stringify({ code, detail: `It is ${code}`, errors: [] }), 'application/problem+json');
const breakOff: Behaviour = (request) => {
  request.socket.destroy();
};
const silence: Behaviour = () => undefined;

describe('a memory service that', () => {
  let server: Server;
  let requests: { url: string; headers: IncomingMessage['headers']; body: string }[];
  /** What it does with each request; the last of them from then on. */
  let behaviours: Behaviour[];
  let opened: (() => Promise<void>)[];

  beforeEach(async () => {
    requests = [];
    opened = [];
    server = createServer((request, response) => {
      void text(request).then((body) => {
        requests.push({ url: request.url ?? '', headers: request.headers, body });
        const behaviour = behaviours.length > 1 ? behaviours.shift() : behaviours[0];
        behaviour?.(request, response);
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });

  afterEach(async () => {
    server.closeAllConnections();
    await Promise.all(opened.map((close) => close()));
    server.close();
  });

  const connect = (settings: Partial<RemoteMemory> = {}, mostAnswerBytes?: number) => {
    const { port } = server.address() as AddressInfo;
    const connection = connectTo(`http://127.0.0.1:${port}`, settings, mostAnswerBytes);
    opened.push(connection.close);
    return connection;
  };
  const recall = (settings: Partial<RemoteMemory> = {}) =>
    connect(settings).service.recall(context, queryOf('x'));

  it.each<[string, Behaviour, string]>([
    ['answers garbage', answer(200, '<html>'), 'what is not JSON'],
    ['answers something else', answer(200, '{"results":7}'), 'of another form'],
    ['fails without a problem', answer(500, 'oops', 'text/plain'), 'status 500 without a problem'],
    ['answers a problem nobody knows', problem(418, 'TEAPOT'), 'with a problem of another form'],
    ['does not know the token', problem(401, 'UNAUTHENTICATED'), 'UNAUTHENTICATED'],
    ['does not know the route', problem(404, 'ROUTE_NOT_FOUND'), 'ROUTE_NOT_FOUND'],
    ['breaks off', breakOff, 'UND_ERR_SOCKET'],
    [
      'sends half an answer',
      (_, response) => {
        response.writeHead(200, { 'Content-Length': 500 });
        response.write('{"results":');
        setImmediate(() => response.destroy());
      },
      'UND_ERR_SOCKET',
    ],
  ])('%s is MEMORY_UNAVAILABLE, and the log says why', async (_, behaviour, reason) => {
    behaviours = [behaviour];
    const refused = recall();
    await expect(refused).rejects.toMatchObject({ code: 'MEMORY_UNAVAILABLE' });
    const { cause } = (await refused.catch((error: unknown) => error)) as Error;
    expect((cause as Error).message).toContain(reason);
  });

  it('is not there is MEMORY_UNAVAILABLE, and nothing was stored', async () => {
    const { service } = connect();
    server.close();
    await once(server, 'close');
    await expect(service.remember(context, memoryOf('x'))).rejects.toMatchObject({
      code: 'MEMORY_UNAVAILABLE',
      message: 'The memory service cannot be reached; nothing was stored',
    });
  });

  it('redirects is not followed', async () => {
    behaviours = [
      (_, response) => {
        response.writeHead(302, { Location: '/elsewhere' }).end();
      },
    ];
    await expect(recall()).rejects.toMatchObject({ code: 'MEMORY_UNAVAILABLE' });
    expect(requests.map(({ url }) => url)).toEqual(['/v1/recall']);
  });

  it('answers without end is cut off', async () => {
    const chunk = Buffer.alloc(64 * 1024, ' ');
    behaviours = [
      (_, response) => {
        const more = () => {
          while (!response.destroyed && response.write(chunk));
          if (!response.destroyed) response.once('drain', more);
        };
        more();
      },
    ];
    const { service } = connect({}, 1024 * 1024);
    await expect(service.recall(context, queryOf('x'))).rejects.toMatchObject({ code: 'MEMORY_UNAVAILABLE' });
  });

  it('is slow is given up after the configured time, and not asked again', async () => {
    behaviours = [silence];
    await expect(recall({ timeoutMs: 1_000 })).rejects.toMatchObject({
      code: 'MEMORY_UNAVAILABLE',
      message: 'The memory service gave no answer; try again shortly',
    });
    expect(requests).toHaveLength(1);
  });

  it('is slow to answer a question says nothing about writes', async () => {
    behaviours = [silence];
    const deadlineAt = performance.now() + 100;
    await expect(connect().service.recall({ ...context, deadlineAt }, queryOf('x'))).rejects.toMatchObject({
      code: 'DEADLINE_EXCEEDED',
      message: expect.not.stringMatching(/write|stored/) as string,
    });
  });

  it('is asked for no longer than the caller waits, and told how long that is', async () => {
    behaviours = [silence];
    const deadlineAt = performance.now() + 1_000;
    const refused = connect().service.recall({ ...context, deadlineAt }, queryOf('x'));
    await expect(refused).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
    expect(Number(requests[0]?.headers['x-deadline-ms'])).toBeLessThanOrEqual(1_000);
    expect(Number(requests[0]?.headers['x-deadline-ms'])).toBeGreaterThan(0);
  });

  it('is not asked at all once the time is over', async () => {
    behaviours = [answer(200, RECALLED)];
    const refused = connect().service.recall({ ...context, deadlineAt: performance.now() }, queryOf('x'));
    await expect(refused).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
    expect(requests).toEqual([]);
  });

  it('loses the connection is asked again for what changes nothing', async () => {
    behaviours = [breakOff, answer(200, RECALLED)];
    expect(await recall()).toMatchObject({ results: [], totalCandidates: 0 });
    expect(requests).toHaveLength(2);
  });

  it('loses the connection is asked again for a write only under an idempotency key', async () => {
    behaviours = [breakOff, answer(200, REMEMBERED)];
    const { service } = connect();
    await expect(service.remember(context, memoryOf('x'))).rejects.toMatchObject({
      code: 'MEMORY_UNAVAILABLE',
      message: expect.stringContaining('may be stored or not') as string,
    });
    expect(requests).toHaveLength(1);
    behaviours = [breakOff, answer(200, REMEMBERED)];
    const remembered = await service.remember(context, memoryOf('x'), { idempotencyKey: 'once' });
    expect(remembered.status).toBe('created');
    expect(requests.slice(1).map(({ headers }) => headers['idempotency-key'])).toEqual(['once', 'once']);
  });

  it('keeps failing is left alone, and asked again when it works', async () => {
    behaviours = [answer(500, '')];
    const { service, registry } = connect();
    const ask = () => service.recall(context, queryOf('x'));
    for (let failure = 1; failure <= 5; failure += 1) {
      await expect(ask()).rejects.toMatchObject({ code: 'MEMORY_UNAVAILABLE' });
    }
    await expect(ask()).rejects.toMatchObject({
      code: 'MEMORY_UNAVAILABLE',
      message: 'The memory service cannot be reached; try again shortly',
    });
    expect(requests).toHaveLength(5);
    expect(await registry.metrics()).toContain('somabrain_memory_circuit_breaker_state 2\n');
    behaviours = [answer(200, RECALLED)];
    await waitFor(
      async () => {
        try {
          return (await ask()).totalCandidates === 0;
        } catch {
          return false; // the breaker is still open
        }
      },
      { timeoutMs: 10_000, what: () => 'the breaker to close' },
    );
    const text = await registry.metrics();
    expect(text).toContain('somabrain_memory_circuit_breaker_state 0\n');
    expect(text).toContain('somabrain_memory_http_requests_total{operation="recall",outcome="answered"} 1\n');
  });

  it('answers problems is not taken for one that fails', async () => {
    behaviours = [problem(404, 'MEMORY_NOT_FOUND')];
    const { service } = connect();
    const id = '019ab2c4-5d6e-7f80-9a1b-2c3d4e5f6071';
    for (let asked = 1; asked <= 10; asked += 1) {
      await expect(service.get(context, id)).rejects.toMatchObject({
        code: 'MEMORY_NOT_FOUND',
        message: 'It is MEMORY_NOT_FOUND',
      });
    }
    expect(requests).toHaveLength(10);
  });

  it('breaks off in the middle of an export does not make a whole file of it', async () => {
    behaviours = [
      (_, response) => {
        response.writeHead(200, { 'Content-Type': 'application/x-ndjson' });
        response.write('{"type":"header"}\n', () => response.destroy());
      },
    ];
    const read = async () => {
      let file = '';
      for await (const chunk of connect().service.export(context, { namespace: null }))
        file += Buffer.from(chunk).toString();
      return file;
    };
    await expect(read()).rejects.toMatchObject({ code: 'MEMORY_UNAVAILABLE' });
  });

  it('is told on whose behalf it is asked', async () => {
    behaviours = [answer(200, RECALLED)];
    await connect().service.recall({ ...context, actor: 'Zoë, admin' }, queryOf('x'));
    expect(requests[0]?.headers).toMatchObject({
      authorization: `Bearer ${TOKEN}`,
      'x-tenant-id': 'acme',
      'x-actor': 'Zo%C3%AB%2C%20admin',
      traceparent: expect.stringContaining(context.traceId) as string,
    });
  });
});
