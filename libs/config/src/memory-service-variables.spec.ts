import type { Environment } from './environment';
import { FULL_STACK } from './fixtures/full-stack';
import { linesOf } from './fixtures/problems-of';
import { loadConfiguration } from './load-configuration';

const DSN = 'postgresql://soma:s3cret-words@db:5432/somabrain';

const load = (environment: Environment) => loadConfiguration(environment);

/** A full stack in a mode. */
const fullStackIn = (mode: string, settings: Environment) => {
  const credentials = {
    SOMABRAIN_API_TOKEN: 'a-token-of-the-test',
    SOMABRAIN_MEMORY_HTTP_TOKEN: 'another-one',
  };
  return load({ ...FULL_STACK, ...credentials, SOMABRAIN_MODE: mode, ...settings }).configuration;
};

const problemsOf = (environment: Environment) => linesOf(environment);

describe('the memory service', () => {
  it.each(['SOMABRAIN_MEMORY_HTTP_ENDPOINT', 'MEMORY_SERVICE_URL', 'SOMABRAIN_HTTP_ENDPOINT'])(
    'is found by %s, without the slash at its end',
    (name) => {
      const { memory } = load({ [name]: 'http://memory-service:9595/' }).configuration;
      expect(memory.remote).toEqual({
        endpoint: 'http://memory-service:9595',
        token: null,
        timeoutMs: 10_000,
        journal: true,
      });
    },
  );

  it.each([
    ['production', {}, false],
    ['production', { SOMABRAIN_REQUIRE_MEMORY: '0' }, true],
    ['enterprise', {}, true],
    ['enterprise', { SOMABRAIN_REQUIRE_MEMORY: '1' }, false],
  ])('in %s with %j: writes wait for it in a journal is %s', (mode, flags, journal) => {
    expect(fullStackIn(mode, flags).memory.remote?.journal).toBe(journal);
  });

  it.each([
    ['memory-service:9595', 'it is neither an http nor an https URL'],
    ['ftp://memory', 'it is neither an http nor an https URL'],
    ['http://user:hunter2@memory', 'it carries credentials, which belong in a variable of their own'],
    ['http://memory/?a=1', 'it has a query or a fragment'],
    ['memory', 'it is not a URL'],
  ])('is not at %s', (endpoint, wrong) => {
    const [problem, ...others] = problemsOf({ SOMABRAIN_MEMORY_HTTP_ENDPOINT: endpoint });
    expect(others).toEqual([]);
    expect(problem).toBe(
      `SOMABRAIN_MEMORY_HTTP_ENDPOINT: ${wrong}; write http://host:port or https://host:port`,
    );
  });

  it('is asked with a token, outside development', () => {
    const environment = {
      SOMABRAIN_MODE: 'enterprise',
      SOMABRAIN_POSTGRES_DSN: DSN,
      SOMABRAIN_MEMORY_HTTP_ENDPOINT: 'http://memory:9595',
      SOMABRAIN_API_TOKEN: 'a-token',
    };
    expect(problemsOf(environment)).toEqual([
      expect.stringMatching(/^SOMABRAIN_MEMORY_HTTP_TOKEN: it is not set/),
    ]);
    const { remote } = load({ ...environment, SOMABRAIN_MEMORY_HTTP_TOKEN: 'secret' }).configuration.memory;
    expect(remote?.token?.reveal()).toBe('secret');
  });

  it('does not take the token of the development files in production', () => {
    const environment = { ...FULL_STACK, SOMABRAIN_MODE: 'production', SOMABRAIN_API_TOKEN: 'a-token' };
    expect(problemsOf({ ...environment, SOMABRAIN_MEMORY_HTTP_TOKEN: 'dev-token' })).toEqual([
      expect.stringMatching(/^SOMABRAIN_MEMORY_HTTP_TOKEN: it holds a development credential/),
    ]);
  });
});
