import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Request } from 'express';
import { discardRest } from './unread-body';

const noReader = (): void => undefined;
const stoppedReader = (incoming: IncomingMessage): void => {
  incoming.on('readable', () => undefined);
};

describe('a body that an answer did not need', () => {
  let server: Server;
  let agent: Agent;
  let seen: IncomingMessage[];
  let reader: (incoming: IncomingMessage) => void;

  beforeEach(async () => {
    seen = [];
    agent = new Agent({ keepAlive: true, maxSockets: 1 });
    server = createServer((incoming, outgoing) => {
      seen.push(incoming);
      reader(incoming);
      outgoing.end('refused', () => {
        discardRest(incoming as Request);
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(async () => {
    agent.destroy();
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  async function post(bytes: number): Promise<void> {
    const { port } = server.address() as AddressInfo;
    const sent = request({ host: '127.0.0.1', port, method: 'POST', agent });
    sent.end(Buffer.alloc(bytes));
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    answer.resume();
    await once(answer, 'end');
  }

  it.each([
    ['nobody reads', noReader],
    ['somebody began to read', stoppedReader],
  ])('is thrown away to its end where %s, and its connection goes on', async (_, how) => {
    reader = how;
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
    try {
      for (const bytes of [10, 300_000]) await post(bytes);
      for (const incoming of seen) while (!incoming.complete) await new Promise(setImmediate);
      const [connection] = new Set(seen.map(({ socket }) => socket));
      jest.advanceTimersByTime(60_000);
      expect(seen.every(({ socket }) => socket === connection)).toBe(true);
      expect(connection?.destroyed).toBe(false);
      await post(10);
    } finally {
      jest.useRealTimers();
    }
  });
});
