import { isDevelopmentSecret as asTheServicesJudge } from '../../libs/config/src/development-credentials';
import { isDevelopmentSecret, serviceChecks } from './service-checks.mjs';

describe('the checklist', () => {
  it.each([
    'soma_dev_pass',
    'soma_dev_pass_CHANGE_IN_PRODUCTION',
    'dev-token',
    'dev-jwt-secret-CHANGE_IN_PRODUCTION',
    'postgresql-CHANGE_ME-now',
    'mine-change_in_production',
    'change_in_production-mine',
    'my-dev-token',
    '64f0c1d2',
  ])('takes %s for what the services take it for', (secret) => {
    expect(isDevelopmentSecret(secret)).toBe(asTheServicesJudge(secret));
  });

  it('says OK of no password that it was not given', async () => {
    const [, check] = serviceChecks.find(([name]) => name === 'passwords and tokens are your own');
    const secrets = {
      POSTGRES_PASSWORD: 'mine',
      POSTGRES_OWNER_PASSWORD: 'mine',
      SOMABRAIN_MEMORY_HTTP_TOKEN: 'mine',
      SOMABRAIN_OPA_TOKEN: 'mine',
      SOMABRAIN_JWT_SECRET: 'mine',
      SOMABRAIN_API_TOKEN: 'mine',
    };
    const health = () => Promise.resolve({ mode: 'production' });
    expect(await check({ health, secrets: { ...secrets, REDIS_PASSWORD: 'mine' } })).toMatchObject({
      verdict: 'OK',
    });
    expect(await check({ health, secrets })).toEqual({
      verdict: 'NOT CHECKED',
      text: expect.stringMatching(/^REDIS_PASSWORD is not set here/),
    });
  });
});
