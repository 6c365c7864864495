import type { Environment } from './environment';
import { loadConfiguration } from './load-configuration';

const load = (environment: Environment) =>
  loadConfiguration({ SOMABRAIN_JWT_JWKS_URL: 'https://id.example.com/keys', ...environment });
const problemsOf = (environment: Environment): string => {
  try {
    load(environment);
    return '';
  } catch (error) {
    return String(error);
  }
};

const PUBLIC = { SOMABRAIN_PUBLIC_URL: 'https://brain.example.com/' };
const SERVERS = {
  SOMABRAIN_OAUTH_AUTHORIZATION_SERVERS: 'https://id.example.com/realms/a, https://b.example/',
};

describe('what clients are told of those who issue tokens', () => {
  it.each<[string, Environment, unknown]>([
    [
      'the servers that are named, as they are written',
      { ...PUBLIC, ...SERVERS },
      {
        publicUrl: 'https://brain.example.com',
        authorizationServers: ['https://id.example.com/realms/a', 'https://b.example/'],
      },
    ],
    [
      'the issuer, where none is named',
      { ...PUBLIC, SOMABRAIN_JWT_ISSUER: 'https://id.example.com/' },
      { publicUrl: 'https://brain.example.com', authorizationServers: ['https://id.example.com/'] },
    ],
    [
      'a URL that cannot end the quoted text of a header',
      { SOMABRAIN_PUBLIC_URL: 'https://brain.example.com/a"b', ...SERVERS },
      expect.objectContaining({ publicUrl: 'https://brain.example.com/a%22b' }),
    ],
    ['nothing of an issuer that is no URL', { ...PUBLIC, SOMABRAIN_JWT_ISSUER: 'ours' }, null],
    ['nothing without the URL of the API', { SOMABRAIN_JWT_ISSUER: 'https://id.example.com/' }, null],
    ['nothing where no token is needed', { ...PUBLIC, ...SERVERS, SOMABRAIN_DISABLE_AUTH: '1' }, null],
  ])('is %s', (_, environment, expected) => {
    expect(load(environment).configuration.oauth).toEqual(expected);
  });

  it.each<[string, Environment]>([
    ['servers without the URL of the API', SERVERS],
    ['a server that is no URL', { ...PUBLIC, SOMABRAIN_OAUTH_AUTHORIZATION_SERVERS: 'id.example.com' }],
    ['a URL of the API with a query', { SOMABRAIN_PUBLIC_URL: 'https://brain.example.com/?a=b' }],
  ])('is not %s', (_, environment) => {
    expect(problemsOf(environment)).toMatch(/SOMABRAIN_(PUBLIC_URL|OAUTH_AUTHORIZATION_SERVERS)/);
  });

  it('comes with a warning where tokens of other services would do, or those of the servers would not', () => {
    const { warnings } = load({
      ...PUBLIC,
      ...SERVERS,
      SOMABRAIN_JWT_JWKS_URL: '',
      SOMABRAIN_JWT_SECRET: 'a-secret-of-more-than-thirty-two-bytes',
    });
    expect(warnings.join()).toMatch(/SOMABRAIN_JWT_AUDIENCE.*SOMABRAIN_JWT_JWKS_URL/);
    expect(load({ ...PUBLIC, ...SERVERS, SOMABRAIN_JWT_AUDIENCE: 'brain' }).warnings).toEqual([]);
  });
});
