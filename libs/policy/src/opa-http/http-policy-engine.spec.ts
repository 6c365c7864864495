import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MetricsRegistry, PolicyMetrics } from '@somabrain/metrics';
import { HttpPolicyEngine } from './http-policy-engine';

const QUESTION = {
  subject: { id: 'ana', roles: ['agent'], permissions: [] },
  tenant: 'acme',
  action: 'memory:read',
  resource: { type: 'memory', id: null },
  request: { method: 'POST', path: '/recall' },
};

/** A server that speaks, or fails to speak, as OPA would. */
describe('OPA over HTTP', () => {
  let server: Server;
  let engine: HttpPolicyEngine;
  let answer: RequestListener;
  let asked: { path: string | undefined; body: string }[];
  let url: string;
  const registry = new MetricsRegistry();
  const metrics = new PolicyMetrics(registry);

  const says =
    (body: unknown, status = 200): RequestListener =>
    (_, response) => {
      response.writeHead(status, { 'Content-Type': 'application/json' });
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    };

  beforeEach(async () => {
    asked = [];
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        asked.push({ path: request.url, body });
        answer(request, response);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    url = `http://127.0.0.1:${port}/opa`;
    engine = new HttpPolicyEngine({ url, timeoutMs: 5_000 }, metrics);
  });

  afterEach(async () => {
    await engine.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it('is asked the whole question at the rule, and its decision id is kept', async () => {
    answer = says({
      decision_id: 'of-opa',
      result: { allow: true, reasons: ['fine'], filters: { user_id: ['ana'] } },
    });
    expect(await engine.decide(QUESTION)).toEqual({
      id: 'of-opa',
      allow: true,
      reasons: ['fine'],
      visibility: { userId: ['ana'] },
    });
    expect(asked).toEqual([
      { path: '/opa/v1/data/somabrain/authz/decision', body: JSON.stringify({ input: QUESTION }) },
    ]);
  });

  it.each<[string, RequestListener, string]>([
    ['has no such rule', says({}), 'undefined'],
    ['answers 500', says({ result: { allow: true } }, 500), 'refused'],
    ['redirects', says('', 302), 'refused'],
    ['answers what is not JSON', says('<html>'), 'malformed'],
    ['answers JSON of another form', says(['allow']), 'malformed'],
    ['answers a decision of another form', says({ result: 'yes' }), 'malformed'],
    ['breaks off', (request) => void request.socket.destroy(), 'unreachable'],
    ['answers without end', (_, response) => void response.write('x'.repeat(1_000_000)), 'unreachable'],
  ])('that %s gives no decision', async (_, listener, fault) => {
    answer = listener;
    await expect(engine.decide(QUESTION)).rejects.toMatchObject({ name: 'PolicyFailure', fault });
  });

  it.each<[string, RequestListener]>([
    ['never answers', () => undefined],
    ['stops in the middle', (_, response) => void response.write('{"result"')],
  ])('that %s is given up on after its time', async (_, listener) => {
    answer = listener;
    const impatient = new HttpPolicyEngine({ url, timeoutMs: 200 }, metrics);
    const decision = impatient.decide(QUESTION);
    await expect(decision).rejects.toMatchObject({ name: 'PolicyFailure', fault: 'late' });
    await impatient.close();
  });

  it('is left alone after five failures in a row', async () => {
    answer = says('', 500);
    for (let times = 0; times < 8; times += 1) {
      await expect(engine.decide(QUESTION)).rejects.toMatchObject({ name: 'PolicyFailure' });
    }
    expect(asked).toHaveLength(5);
    expect(await registry.metrics()).toContain('somabrain_policy_circuit_breaker_state 2\n');
    // Health asks past the breaker, so that it sees OPA return.
    answer = says({ result: { allow: true } });
    expect(await engine.ask(QUESTION)).toMatchObject({ allow: true });
  });
});
