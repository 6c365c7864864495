import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { waitFor } from '../../../../test/support/wait-for';
import { OpenConnections } from './open-connections';

const LARGE = Buffer.alloc(40 * 1_024 * 1_024, 'x');

describe('the connections of a server', () => {
  let server: Server;
  let connections: OpenConnections;
  let now: number;
  let served: string[];
  let clients: Socket[];

  async function start(bounds: { most?: number; mostUnsentBytes?: number } = {}): Promise<void> {
    [now, served, clients] = [0, [], []];
    connections = new OpenConnections({ most: 100, mostUnsentBytes: 1e12, ...bounds }, () => now);
    const ofThisTest = served;
    server = createServer(
      connections.oneAtATime((request, response) => {
        answer(ofThisTest, request, response);
      }),
    );
    connections.watch(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  }
  afterEach(async () => {
    for (const client of clients) client.destroy();
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  function answer(told: string[], request: IncomingMessage, response: ServerResponse): void {
    told.push(request.url ?? '');
    response.once('close', () => told.push(`${request.url ?? ''} closed`));
    if (request.url === '/large') response.end(LARGE);
    else if (request.url === '/body') request.resume().once('end', () => response.end());
    else if (request.url === '/overloaded') response.writeHead(503).end();
    else if (request.url !== '/never') response.end('ok');
  }

  /** A client that reads nothing unless it is told to. */
  async function client(text: string): Promise<Socket> {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    clients.push(socket);
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    socket.write(text);
    return socket;
  }
  const get = (...paths: string[]) => paths.map((path) => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`).join('');
  const until = (condition: () => boolean): Promise<void> =>
    waitFor(condition, { timeoutMs: 4_000, what: () => `served: ${served.join(', ')}` });
  function sweepFor(seconds: number): void {
    for (let second = 0; second < seconds; second += 1) {
      now += 1_000;
      connections.sweep();
    }
  }

  it('have their requests served one at a time, in order', async () => {
    await start();
    const socket = await client(get('/1', '/2', '/3'));
    socket.resume();
    await until(() => served.length === 6);
    expect(served).toEqual(['/1', '/1 closed', '/2', '/2 closed', '/3', '/3 closed']);
  });

  it('never serve what waits behind an answer that is not read, and tell the end of what was served', async () => {
    await start();
    const socket = await client(get('/large', '/2', '/3'));
    await until(() => served.length === 1);
    socket.destroy();
    await until(() => connections.count === 0);
    expect(served).toEqual(['/large', '/large closed']);
  });

  it('are closed after a refusal for overload where further requests were sent ahead', async () => {
    await start();
    const impatient = await client(get('/overloaded', '/one', '/two'));
    impatient.resume();
    await once(impatient, 'close');
    expect(served).toEqual(['/overloaded', '/overloaded closed']);
    const patient = await client(get('/overloaded'));
    patient.resume();
    await until(() => served.length === 4);
    patient.write(get('/later'));
    await until(() => served.includes('/later closed'));
  });

  it('are closed where more requests wait than clients have reason to send', async () => {
    await start();
    const socket = await client(get('/never', ...Array.from({ length: 33 }, () => '/more')));
    socket.resume();
    await once(socket, 'close');
    expect(served).toEqual(['/never', '/never closed']);
    expect([...connections.closed]).toEqual([['pipelined', 1]]);
  });

  it('serve nothing more after the last answer', async () => {
    await start();
    const last = 'GET /last HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n';
    const socket = await client(last + get('/after'));
    socket.resume();
    await once(socket, 'close');
    expect(served).toEqual(['/last', '/last closed']);
  });

  it('are closed where an announced body stops coming in, and not while the service works', async () => {
    await start();
    const slow = await client('POST /body HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nabc');
    const working = await client(get('/never'));
    await until(() => served.length === 2);
    slow.resume();
    sweepFor(12);
    await once(slow, 'close');
    sweepFor(600);
    expect(working.destroyed).toBe(false);
    expect([connections.count, ...connections.closed]).toEqual([1, ['slow', 1]]);
  });

  it('are closed where an answer is not read', async () => {
    await start();
    await client(get('/large'));
    await until(() => served.length === 1);
    sweepFor(62);
    await until(() => served.length === 2);
    expect(served).toEqual(['/large', '/large closed']);
  });

  it('make room for new ones: the one that waited longest for its client goes', async () => {
    await start({ most: 3 });
    const idle = await client('');
    await until(() => connections.count === 1);
    sweepFor(1);
    const working = await client(get('/never'));
    await client('');
    await until(() => connections.count === 3 && served.length === 1);
    sweepFor(1);
    idle.resume();
    const fourth = await client(get('/4'));
    fourth.resume();
    await once(idle, 'close');
    await until(() => served.includes('/4 closed'));
    expect([working.destroyed, ...connections.closed]).toEqual([false, ['crowded', 1]]);
  });

  it('hold no more of unread answers than is allowed: the oldest go', async () => {
    await start({ mostUnsentBytes: 1.5 * LARGE.length });
    const first = await client(get('/large'));
    await until(() => served.length === 1);
    sweepFor(2);
    await client(get('/large'));
    await until(() => served.includes('/large closed'));
    expect([connections.count, ...connections.closed]).toEqual([1, ['unread', 1]]);
    first.resume();
    await once(first, 'close');
  });
});
