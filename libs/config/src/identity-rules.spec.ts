import { ConfigurationError } from './configuration-error';
import type { Environment } from './environment';
import { FULL_STACK } from './fixtures/full-stack';
import { loadConfiguration } from './load-configuration';

const SECRET = 'a-secret-of-more-than-thirty-two-bytes';
const PEM = `-----BEGIN PUBLIC KEY-----
MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=
-----END PUBLIC KEY-----
`;

const readFile = (path: string): string => {
  if (path === '/keys/public.pem') return PEM;
  if (path === '/keys/nonsense.pem') return 'nonsense';
  throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
};
const load = (environment: Environment) => loadConfiguration(environment, { readFile });
const problemsOf = (environment: Environment): readonly string[] => {
  try {
    load(environment);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.problems.map(({ variable, wrong }) => `${variable}: ${wrong}`);
  }
};

describe('whether callers must show who they are', () => {
  const modes = ['enterprise', 'staging', 'production'];

  it.each<[string, Environment, boolean]>([
    ['development on a loopback address', {}, false],
    ['development with a secret', { SOMABRAIN_JWT_SECRET: SECRET }, true],
    ['development with an API token', { SOMABRAIN_API_TOKEN: 'token' }, true],
    ['development that demands it', { SOMABRAIN_AUTH_REQUIRED: '1', SOMABRAIN_API_TOKEN: 'token' }, true],
    [
      'development with a secret that is told not to',
      { SOMABRAIN_JWT_SECRET: SECRET, SOMABRAIN_DISABLE_AUTH: '1' },
      false,
    ],
    [
      'development for other machines that is told not to',
      { SOMABRAIN_HOST: '0.0.0.0', SOMABRAIN_DISABLE_AUTH: '1' },
      false,
    ],
  ])('in %s: %#', (_, environment, on) => {
    expect(load(environment).configuration.auth !== null).toBe(on);
  });

  it.each(modes)('is a matter of course in mode %s, and without a verifier the start is refused', (mode) => {
    const environment = { ...FULL_STACK, SOMABRAIN_MODE: mode };
    expect(problemsOf(environment)).toEqual([
      `SOMABRAIN_JWT_SECRET: there is nothing to check tokens with, and SOMABRAIN_MODE=${mode} demands that callers show who they are`,
    ]);
    expect(load({ ...environment, SOMABRAIN_JWT_SECRET: SECRET }).configuration.auth).not.toBeNull();
  });

  it('is not left open to other machines by accident', () => {
    expect(problemsOf({ SOMABRAIN_HOST: '0.0.0.0' })).toEqual([
      'SOMABRAIN_JWT_SECRET: there is nothing to check tokens with, and the API would be open to other machines',
    ]);
  });

  it.each(['staging', 'production'])('can only be turned off twice in mode %s, and is then loud', (mode) => {
    const environment = { ...FULL_STACK, SOMABRAIN_MODE: mode, SOMABRAIN_DISABLE_AUTH: '1' };
    const open = `SOMABRAIN_DISABLE_AUTH: everybody who reaches the API is its administrator, in mode ${mode}`;
    expect(problemsOf(environment)).toEqual([open]);
    expect(load({ ...environment, SOMABRAIN_ALLOW_UNAUTHENTICATED: '1' }).warnings).toEqual([
      expect.stringContaining(open),
    ]);
  });

  it('is a warning when it is turned off in mode enterprise', () => {
    const environment = {
      ...FULL_STACK,
      SOMABRAIN_MODE: 'enterprise',
      SOMABRAIN_DISABLE_AUTH: '1',
    };
    expect(load(environment).warnings).toEqual([
      expect.stringContaining('everybody who reaches the API is its administrator'),
    ]);
  });

  it('does not concern the memory service nor the command line', () => {
    const environment = { ...FULL_STACK, SOMABRAIN_MODE: 'production' };
    expect(() => loadConfiguration(environment, { process: 'cli' })).not.toThrow();
    expect(() => loadConfiguration(environment, { process: 'memory' })).not.toThrow();
  });
});

describe('what tokens are checked with', () => {
  const production = { ...FULL_STACK, SOMABRAIN_MODE: 'production' };

  it('may be a public key in a file', () => {
    const { auth } = load({ SOMABRAIN_JWT_PUBLIC_KEY_PATH: '/keys/public.pem' }).configuration;
    expect(auth?.jwt.publicKey).toBe(PEM);
  });

  it.each<[string, Environment, string]>([
    [
      'a file that is not there',
      { SOMABRAIN_JWT_PUBLIC_KEY_PATH: '/keys/none.pem' },
      'SOMABRAIN_JWT_PUBLIC_KEY_PATH: the file "/keys/none.pem" cannot be read (ENOENT)',
    ],
    [
      'a file without a key',
      { SOMABRAIN_JWT_PUBLIC_KEY_PATH: '/keys/nonsense.pem' },
      'SOMABRAIN_JWT_PUBLIC_KEY_PATH: the file "/keys/nonsense.pem" holds no public key',
    ],
    [
      'a short secret in production',
      { ...production, SOMABRAIN_JWT_SECRET: 'short' },
      'SOMABRAIN_JWT_SECRET: it has fewer than 32 bytes',
    ],
    [
      'the secret of the development files in production',
      { ...production, SOMABRAIN_JWT_SECRET: 'dev-jwt-secret-CHANGE_IN_PRODUCTION' },
      'SOMABRAIN_JWT_SECRET: it holds a development credential, which SOMABRAIN_MODE=production should not run with',
    ],
    [
      'the token of the development files in production',
      { ...production, SOMABRAIN_API_TOKEN: 'dev-api-token-CHANGE_IN_PRODUCTION' },
      'SOMABRAIN_API_TOKEN: it holds a development credential, which SOMABRAIN_MODE=production should not run with',
    ],
    [
      'an earlier secret alone',
      { SOMABRAIN_JWT_SECRET_PREVIOUS: SECRET, SOMABRAIN_API_TOKEN: 'token' },
      'SOMABRAIN_JWT_SECRET_PREVIOUS: it is set without SOMABRAIN_JWT_SECRET',
    ],
    [
      'both of two opposites',
      { SOMABRAIN_DISABLE_AUTH: '1', SOMABRAIN_AUTH_REQUIRED: '1' },
      'SOMABRAIN_DISABLE_AUTH: it is on, and so is SOMABRAIN_AUTH_REQUIRED',
    ],
  ])('is not %s', (_, environment, problem) => {
    expect(problemsOf(environment)).toEqual([problem]);
  });
});
