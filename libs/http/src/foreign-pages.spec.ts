import type { Request, Response } from 'express';
import { refuseForeignPages, requireOwnOrLocalPage } from './foreign-pages';

const PLACES = { hosts: ['brain.example.com'], origins: ['https://app.example.com'] };

/** The code of the problem that a request with these headers ends in; undefined: it goes on. */
function refusalOf(headers: Record<string, string>): string | undefined {
  let outcome: unknown;
  refuseForeignPages(PLACES)({ headers } as Request, {} as Response, (error?: unknown) => (outcome = error));
  return (outcome as { code: string } | undefined)?.code;
}

describe('where no token is asked for', () => {
  it.each([
    'localhost:9696',
    'LOCALHOST',
    'soma.localhost:9999',
    '127.0.0.1:9696',
    '127.8.8.8',
    '[::1]:9696',
    '10.4.0.17:9696',
    'somabrain_app:9696',
    'somabrain-app:20020',
    'somabrain-app.somabrain.svc:9696',
    'somabrain-app.somabrain.svc.cluster.local',
    'host.docker.internal:9999',
    'brain.example.com',
    'Brain.Example.com:443',
  ])('the host %s is answered', (host) => {
    expect(refusalOf({ host })).toBeUndefined();
  });

  it.each([
    'rebound.example:9696',
    '127.0.0.1.nip.io',
    'localhost.evil.example',
    'evil.example.',
    'example.com',
    'somabrain.local',
    'a b',
    '',
  ])('a page at the host %j is refused, as it may be rebound', (host) => {
    expect(refusalOf({ host })).toBe('HOST_DENIED');
  });

  it.each<[string, Record<string, string>, boolean]>([
    ['of the service itself', { origin: 'http://localhost:9696' }, true],
    ['that is named', { origin: 'https://app.example.com' }, true],
    [
      'that is named, from another site',
      { origin: 'https://app.example.com', 'sec-fetch-site': 'cross-site' },
      true,
    ],
    ['of another place', { origin: 'https://evil.example' }, false],
    ['of another port', { origin: 'http://localhost:3000' }, false],
    ['that is sandboxed', { origin: 'null' }, false],
    ['whose image or frame asks', { 'sec-fetch-site': 'cross-site' }, false],
    ['that the user opened by hand', { 'sec-fetch-site': 'none' }, true],
  ])('a page %s', (_, headers, allowed) => {
    const code = refusalOf({ host: 'localhost:9696', ...headers });
    expect(code).toBe(allowed ? undefined : 'PERMISSION_DENIED');
  });

  it('a program that names neither place nor host is answered', () => {
    expect(refusalOf({})).toBeUndefined();
  });
});

describe('with a token, where Origin is checked nevertheless', () => {
  const check = (origin: string) => () => {
    requireOwnOrLocalPage({ headers: { host: 'brain.example.com', origin } } as Request, PLACES.origins);
  };

  it.each(['http://localhost:3000', 'https://brain.example.com', 'https://app.example.com'])(
    'a page of %s may call',
    (origin) => {
      expect(check(origin)).not.toThrow();
    },
  );

  it.each(['http://rebound.example:9696', 'null', 'https://brain.example.com:8443'])(
    'a page of %s may not',
    (origin) => {
      expect(check(origin)).toThrow('Origin: ');
    },
  );
});
