import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type Environment, loadConfiguration } from '@somabrain/config';
import { requireClosedPolicy } from './closed-policy';

describe('an API of mode enterprise', () => {
  let opa: Server;
  let url: string;
  let answer: object;

  beforeAll(async () => {
    opa = createServer((request, response) => {
      request.resume().on('end', () => response.end(JSON.stringify(answer)));
    });
    opa.listen(0, '127.0.0.1');
    await once(opa, 'listening');
    const address = opa.address();
    url = `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : ''}`;
  });
  afterAll(() => new Promise((resolve) => opa.close(resolve)));

  const start = (settings: Environment = {}) =>
    requireClosedPolicy(
      loadConfiguration({
        SOMABRAIN_MODE: 'enterprise',
        SOMABRAIN_API_TOKEN: 'an-api-token',
        SOMABRAIN_OPA_URL: url,
        ...settings,
      }).configuration,
    );

  it('does not start on a policy that allows everything, where other machines reach it', async () => {
    answer = { result: { allow: true, reasons: [] } };
    await expect(start()).rejects.toMatchObject({
      problems: [
        { variable: 'SOMABRAIN_OPA_URL', wrong: expect.stringContaining('allows everything') as unknown },
      ],
    });
    for (const settings of [
      { SOMABRAIN_HOST: '127.0.0.1' },
      { SOMABRAIN_PUBLISHED_ADDRESS: '127.0.0.1' },
      { SOMABRAIN_ALLOW_DEVELOPMENT_CREDENTIALS: '1' },
    ])
      await expect(start(settings)).resolves.toBeUndefined();
  });

  it('starts on a policy that denies by default, and on one that does not answer', async () => {
    answer = { result: { allow: false, reasons: ['no role grants it'] } };
    await expect(start()).resolves.toBeUndefined();
    await expect(start({ SOMABRAIN_OPA_URL: 'http://127.0.0.1:9' })).resolves.toBeUndefined();
  });
});
