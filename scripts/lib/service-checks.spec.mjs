import { isDevelopmentSecret as asTheServicesJudge } from '../../libs/config/src/development-credentials';
import { isDevelopmentSecret } from './service-checks.mjs';

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
});
