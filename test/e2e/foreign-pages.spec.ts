import { request as httpRequest, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import type { RunningApi } from './support/running-api';
import { startApi } from './support/start-api';

/** `fetch` sends the Host of its URL. */
async function ask(api: RunningApi, method: string, path: string, headers: Record<string, string>) {
  const { hostname, port } = new URL(api.url);
  const sent = httpRequest({ hostname, port, path, method, headers });
  sent.end();
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  let text = '';
  for await (const chunk of answer) text += String(chunk);
  return { status: answer.statusCode, text };
}

describe('a browser at a service that asks for no token', () => {
  let api: RunningApi;
  beforeAll(async () => {
    api = await startApi({ SOMABRAIN_ALLOWED_HOSTS: 'brain.example.com' });
  });
  afterAll(() => api.stop());

  it.each([
    '/export',
    '/recall',
    '/health',
    '/metrics',
    '/docs',
    '/openapi.json',
    '/asyncapi.json',
    '/nowhere',
  ])('reads nothing of %s by a host name that was rebound', async (path) => {
    const { status, text } = await ask(api, 'GET', path, { Host: 'rebound.example:9696' });
    expect([status, text]).toEqual([421, expect.stringContaining('"code":"HOST_DENIED"')]);
    expect(text).toContain('SOMABRAIN_ALLOWED_HOSTS');
  });

  it('reaches it by its names', async () => {
    for (const host of ['localhost:9999', 'somabrain_app:9696', 'somabrain.soma.svc', 'brain.example.com'])
      expect([host, (await ask(api, 'GET', '/export', { Host: host })).status]).toEqual([host, 200]);
  });

  it('runs nothing for a form or an image of another site', async () => {
    const form = { Origin: 'https://evil.example', 'Content-Type': 'text/plain' };
    expect((await ask(api, 'POST', '/sleep/run', form)).status).toBe(403);
    const sandboxed = { Origin: 'null', 'Content-Type': 'text/plain' };
    expect((await ask(api, 'POST', '/sleep/run', sandboxed)).status).toBe(403);
    expect((await ask(api, 'GET', '/export', { 'Sec-Fetch-Site': 'cross-site' })).status).toBe(403);
  });

  it('takes no empty body of another type, where a body may be left out', async () => {
    const types = ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'];
    for (const path of ['/sleep/run', '/reflect', '/migrate/export', '/audit/verify']) {
      for (const type of types) {
        const { status, text } = await ask(api, 'POST', path, { 'Content-Type': type });
        expect([path, type, status, text]).toEqual([path, type, 415, expect.stringContaining('UNSUPPORTED')]);
      }
    }
    expect((await ask(api, 'POST', '/migrate/export', {})).status).toBe(200);
  });
});
