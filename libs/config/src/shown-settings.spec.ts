import { shownSettings } from './shown-settings';

describe('the settings that are shown', () => {
  const shown = (environment: Record<string, string>) =>
    Object.fromEntries(shownSettings(environment).map(({ name, value }) => [name, value]));

  it('are those that are set and known, under the name they were set by', () => {
    expect(
      shown({ SOMABRAIN_PORT: '80', REDIS_URL: 'redis://r:6379', HOME: '/root', SOMABRAIN_NO: '1' }),
    ).toEqual({
      SOMABRAIN_PORT: '80',
      REDIS_URL: 'redis://r:6379',
    });
  });

  it('hide passwords, tokens and secrets, and of URLs the password only', () => {
    expect(
      shown({
        SOMABRAIN_POSTGRES_DSN: 'postgresql://soma:geheim@db/somabrain',
        SOMABRAIN_REDIS_URL: 'redis://:geheim@redis:6379/0',
        POSTGRES_PASSWORD: 'geheim',
        SOMABRAIN_API_TOKEN: 'geheim://token',
        SOMABRAIN_JWT_SECRET: 'geheim',
      }),
    ).toEqual({
      SOMABRAIN_POSTGRES_DSN: 'postgresql://soma:***@db/somabrain',
      SOMABRAIN_REDIS_URL: 'redis://:***@redis:6379/0',
      POSTGRES_PASSWORD: '***',
      SOMABRAIN_API_TOKEN: '***',
      SOMABRAIN_JWT_SECRET: '***',
    });
  });

  it('name the file that a value comes from, and do not read it', () => {
    expect(shown({ SOMABRAIN_JWT_SECRET_FILE: '/run/secrets/jwt' })).toEqual({
      SOMABRAIN_JWT_SECRET_FILE: '/run/secrets/jwt',
    });
  });
});
