import type { ProblemCode } from '@somabrain/kernel';
import { FakeOpa } from '../../support/fake-opa';
import { EC, SECRET, signed } from '../support/token-signer';
import { plantSeed, TENANT } from './requests';
import type { Trial } from './trial';

/** Refusals that come before a request is looked at: whose it is, how many there are, and what the policy says. */
export function describeAccessAnswers(trial: () => Trial): void {
  it('the refusals of an identity come from tokens that do not reach so far', async () => {
    const guarded = await trial().serve({ SOMABRAIN_JWT_SECRET: SECRET });
    const seed = await plantSeed(trial().client);
    const tokens: Partial<Record<ProblemCode, Record<string, unknown> | null>> = {
      UNAUTHENTICATED: null,
      PERMISSION_DENIED: { roles: [], tenant: TENANT },
      TENANT_DENIED: { tenant: 'another' },
      TENANT_REQUIRED: { tenants: ['another'], roles: ['admin'] },
    };
    for (const [code, claims] of Object.entries(tokens)) {
      for (const route of trial().routesWith(code)) {
        const headers = {
          ...(claims && { Authorization: `Bearer ${await signed({ roles: ['admin'], ...claims })}` }),
          ...(code === 'TENANT_REQUIRED' && { 'X-Tenant-ID': null }),
        };
        await trial().expectEnding(trial().send(guarded, route, seed, { headers }), route, code);
      }
    }
    const keyless = await trial().serve({ SOMABRAIN_JWT_JWKS_URL: 'http://127.0.0.1:9/keys' });
    const headers = { Authorization: `Bearer ${await signed({}, { alg: 'ES256' }, EC.privateKey)}` };
    for (const route of trial().routesWith('IDENTITY_UNAVAILABLE'))
      await trial().expectEnding(
        trial().send(keyless, route, seed, { headers }),
        route,
        'IDENTITY_UNAVAILABLE',
      );
  });

  it('RATE_LIMITED comes after more requests than a tenant may send', async () => {
    const limited = await trial().serve({ SOMABRAIN_RATE_RPS: '0.001', SOMABRAIN_RATE_BURST: '1' });
    const seed = await plantSeed(trial().client);
    expect((await limited.GET('/memories')).response.status).toBe(200);
    for (const route of trial().routesWith('RATE_LIMITED'))
      await trial().expectEnding(trial().send(limited, route, seed), route, 'RATE_LIMITED');
  });

  it('QUOTA_EXCEEDED comes when a tenant has written what it may a day', async () => {
    const full = await trial().serve({ SOMABRAIN_WRITE_DAILY_LIMIT: '1' });
    const seed = await plantSeed(trial().client);
    for (const route of trial().routesWith('QUOTA_EXCEEDED'))
      await trial().expectEnding(trial().send(full, route, seed), route, 'QUOTA_EXCEEDED');
  });

  it('POLICY_DENIED and POLICY_UNAVAILABLE come from an OPA that denies, and from none', async () => {
    const opa = await FakeOpa.start();
    opa.rule = () => ({ allow: false });
    const denied = await trial().serve({ SOMABRAIN_OPA_URL: opa.url });
    const closed = { SOMABRAIN_MODE: 'enterprise', SOMABRAIN_DISABLE_AUTH: '1' };
    const unavailable = await trial().serve({ ...closed, SOMABRAIN_OPA_URL: 'http://127.0.0.1:9' });
    const seed = await plantSeed(trial().client);
    for (const route of trial().routesWith('POLICY_DENIED'))
      await trial().expectEnding(trial().send(denied, route, seed), route, 'POLICY_DENIED');
    for (const route of trial().routesWith('POLICY_UNAVAILABLE'))
      await trial().expectEnding(trial().send(unavailable, route, seed), route, 'POLICY_UNAVAILABLE');
    await opa.stop();
  });
}
