import express from 'express';
import { once } from 'node:events';
import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { servedDocument } from './served-document';

const DOCUMENT = { openapi: '3.1.0', text: 'words '.repeat(1_000) };

describe('a document that never changes', () => {
  let server: Server;
  let made = 0;

  beforeAll(async () => {
    const app = express().get(
      '/openapi.json',
      servedDocument(() => {
        made += 1;
        return DOCUMENT;
      }),
    );
    server = createServer(app).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(() => {
    server.close();
  });

  async function ask(headers: Record<string, string>): Promise<{ answer: IncomingMessage; body: Buffer }> {
    const { port } = server.address() as AddressInfo;
    const request = get({ port, path: '/openapi.json', headers, agent: false });
    const [answer] = (await once(request, 'response')) as [IncomingMessage];
    const chunks: Buffer[] = [];
    for await (const chunk of answer) chunks.push(chunk as Buffer);
    return { answer, body: Buffer.concat(chunks) };
  }

  it('is made once and sent compressed to those who take it so', async () => {
    const plain = await ask({});
    expect(JSON.parse(plain.body.toString())).toEqual(DOCUMENT);
    const zipped = await ask({ 'Accept-Encoding': 'gzip' });
    expect(JSON.parse(gunzipSync(zipped.body).toString())).toEqual(DOCUMENT);
    const br = await ask({ 'Accept-Encoding': 'gzip, br' });
    expect(br.answer.headers['content-encoding']).toBe('br');
    expect(JSON.parse(brotliDecompressSync(br.body).toString())).toEqual(DOCUMENT);
    expect(br.body.length).toBeLessThan(plain.body.length / 10);
    expect(made).toBe(1);
  });

  it('is not sent again to those who have it', async () => {
    const { headers } = (await ask({})).answer;
    expect(headers['cache-control']).toBe('no-cache');
    const again = await ask({ 'If-None-Match': `"other", ${headers.etag}` });
    expect(again.answer.statusCode).toBe(304);
    expect(again.body).toHaveLength(0);
    expect((await ask({ 'If-None-Match': '"other"' })).answer.statusCode).toBe(200);
  });
});
