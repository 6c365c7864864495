import type { Environment } from './environment';
import { linesOf } from './fixtures/problems-of';
import { loadConfiguration } from './load-configuration';

const DSN = 'postgresql://soma:s3cret-words@db:5432/somabrain';

const load = (environment: Environment) => loadConfiguration(environment, { process: 'cli' });

const problemsOf = (environment: Environment) => linesOf(environment, { process: 'cli' });

describe('development credentials', () => {
  const environment = { SOMABRAIN_POSTGRES_DSN: 'postgresql://soma:soma_dev_pass@db/somabrain' };

  it.each(['staging', 'production'])('are refused in mode %s', (mode) => {
    expect(problemsOf({ ...environment, SOMABRAIN_MODE: mode })).toEqual([
      expect.stringMatching(
        /^SOMABRAIN_POSTGRES_DSN: it holds a development credential.*; write credentials/,
      ),
    ]);
  });

  it.each<[string, Environment]>([
    ['POSTGRES_PASSWORD', { POSTGRES_PASSWORD: 'soma_dev_pass_CHANGE_IN_PRODUCTION' }],
    ['POSTGRES_USER', { POSTGRES_USER: 'CHANGE_ME' }],
    ['SOMABRAIN_POSTGRES_MIGRATION_DSN', { SOMABRAIN_POSTGRES_MIGRATION_DSN: 'postgres://o:CHANGE_ME@db/x' }],
    ['SOMABRAIN_POSTGRES_DSN', { SOMABRAIN_POSTGRES_DSN: 'postgres://db/x?password=dev-secret' }],
  ])('are found in %s', (name, set) => {
    const lines = problemsOf({ SOMABRAIN_MODE: 'production', SOMABRAIN_POSTGRES_DSN: DSN, ...set });
    expect(lines).toEqual([expect.stringMatching(`^${name}: it holds a development credential`)]);
  });

  it('are a warning in mode enterprise and nothing in development', () => {
    expect(load({ ...environment, SOMABRAIN_MODE: 'enterprise' }).warnings).toEqual([
      expect.stringMatching(/^SOMABRAIN_POSTGRES_DSN: it holds a development credential/),
    ]);
    expect(load(environment).warnings).toEqual([]);
  });
});
