import { type Configuration, Secret } from '@somabrain/config';
import { Problem } from '@somabrain/kernel';
import type { Request, RequestHandler, Response } from 'express';
import { metricsAccess } from './metrics-access';

const TOKEN = new Secret('scrape-token');
const guard: RequestHandler = (_request, _response, next) => {
  next('guarded');
};

/** What becomes of a request: `passed`, `guarded`, or the code of the problem. */
function outcomeOf(
  open: Configuration['metrics']['open'],
  {
    path = '/metrics',
    from = '10.0.0.9',
    headers = {},
  }: { path?: string; from?: string; headers?: Record<string, string> },
  behind: RequestHandler | null = guard,
): string {
  let outcome = 'nothing';
  const request = { path, headers, socket: { remoteAddress: from } } as Partial<Request> as Request;
  metricsAccess({ open, token: TOKEN }, behind)(request, {} as Response, (error?: unknown) => {
    outcome = error === undefined ? 'passed' : error instanceof Problem ? error.code : 'guarded';
  });
  return outcome;
}

const scrape = { authorization: 'Bearer scrape-token' };

describe('who reads the metrics', () => {
  it.each([
    ['everybody', {}, 'passed'],
    ['loopback', { from: '127.0.0.1' }, 'passed'],
    ['loopback', { from: '::1' }, 'passed'],
    ['loopback', { from: '::ffff:127.0.0.1' }, 'passed'],
    ['loopback', { from: '10.0.0.9' }, 'guarded'],
    ['loopback', { from: '127.0.0.1', headers: { 'x-forwarded-for': '10.0.0.9' } }, 'guarded'],
    ['loopback', { headers: scrape }, 'passed'],
    ['loopback', { headers: scrape, path: '/METRICS/' }, 'passed'],
    ['loopback', { headers: { authorization: 'Bearer another' } }, 'guarded'],
    ['nobody', { from: '127.0.0.1' }, 'guarded'],
    ['nobody', { headers: scrape }, 'passed'],
  ] as const)('open to %s, asked with %j: %s', (open, asked, outcome) => {
    expect(outcomeOf(open, asked)).toBe(outcome);
  });

  it('the token opens nothing else', () => {
    for (const path of ['/recall', '/metrics/x', '/v1/recall', '/docs'])
      expect(outcomeOf('everybody', { path, headers: scrape })).toBe('guarded');
  });

  it('nobody where there is no guard that could ask who it is', () => {
    expect(outcomeOf('loopback', {}, null)).toBe('UNAUTHENTICATED');
    expect(outcomeOf('loopback', { path: '/health' }, null)).toBe('passed');
  });
});
