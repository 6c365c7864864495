import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { ExpressAdapter } from '@nestjs/platform-express';
import type { Application, Request, Response } from 'express';
import { BoundedAdapter } from './bounded-adapter';
import { OpenConnections } from './open-connections';

type Prepare = (response: Response) => void;

const ANSWERS: readonly (readonly [string, unknown, Prepare])[] = [
  ['a short answer', { status: 'alive' }, () => undefined],
  ['a list', [1, 2, { three: null }], () => undefined],
  ['a long answer', { content: 'x'.repeat(5_000) }, () => undefined],
  ['a long answer beyond Latin-1', { content: 'словарь 🐘 <&> '.repeat(300) }, () => undefined],
  ['a short answer beyond Latin-1', { content: 'ключ 🐘' }, () => undefined],
  ['an answer with a tag', { id: 1 }, (response) => response.setHeader('ETag', '"1"')],
  [
    'an answer of another type',
    { id: 1 },
    (response) => response.setHeader('Content-Type', 'application/json+x'),
  ],
  ['an answer without a body', {}, (response) => response.status(204)],
  ['a text', 'text', () => undefined],
  ['nothing', undefined, () => undefined],
];
const REQUESTS: readonly RequestInit[] = [
  { method: 'GET' },
  { method: 'POST' },
  { method: 'HEAD' },
  { method: 'GET', headers: { 'If-None-Match': '"1"' } },
];

describe('answers', () => {
  let adapter: BoundedAdapter;
  let url: string;
  let reply: (response: Response) => void;

  beforeAll(async () => {
    adapter = new BoundedAdapter(new OpenConnections({ most: 10, mostUnsentBytes: 1e9 }));
    const express = adapter.getInstance<Application>();
    express.set('etag', false);
    express.use((_request: Request, response: Response) => {
      reply(response);
    });
    adapter.initHttpServer();
    const server = adapter.getHttpServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    const server = adapter.getHttpServer();
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  async function answer(request: RequestInit, how: (response: Response) => void): Promise<object> {
    reply = how;
    const response = await fetch(url, request);
    const headers = [...response.headers].filter(([name]) => name !== 'date');
    return { status: response.status, headers, body: await response.text() };
  }

  it.each(ANSWERS)('%s is the same as that of Express', async (_name, body, prepare) => {
    for (const request of REQUESTS) {
      const ours = await answer(request, (response) => {
        prepare(response);
        adapter.reply(response, body, undefined);
      });
      const theirs = await answer(request, (response) => {
        prepare(response);
        ExpressAdapter.prototype.reply.call(adapter, response, body, undefined);
      });
      expect(ours).toEqual(theirs);
    }
  });
});
