import type { Environment } from './environment';
import { FULL_STACK } from './fixtures/full-stack';
import { loadConfiguration } from './load-configuration';

const IDENTITY = { SOMABRAIN_API_TOKEN: 'an-api-token', SOMABRAIN_MEMORY_HTTP_TOKEN: 'another-token' };

describe('a process that was asked to stop', () => {
  it.each<[string, Environment, number]>([
    ['production', {}, 5],
    ['staging', {}, 5],
    ['enterprise', {}, 0],
    ['development', {}, 0],
    ['production', { SOMABRAIN_SHUTDOWN_DELAY_SECONDS: '30' }, 30],
  ])('answers on in %s with %j for %s seconds', (mode, settings, seconds) => {
    const environment = { ...FULL_STACK, ...IDENTITY, SOMABRAIN_MODE: mode, ...settings };
    expect(loadConfiguration(environment).configuration.http.shutdownDelaySeconds).toBe(seconds);
  });
});
