import { parseTenantId } from '@somabrain/kernel';
import { identityOfClaims } from './identity-of-claims';

const ACME = parseTenantId('acme', 'test');
const EVERYWHERE = ['tenant:write', 'service:read'];

const tenantsOf = (claims: object, own = false) =>
  identityOfClaims({ sub: 'ana', exp: 1, ...claims }, own ? ACME : null).identity.tenants;

describe('the tenants of a token', () => {
  it.each<[string, object, unknown]>([
    ['an administrator that says nothing of them', { roles: ['admin'] }, 'any'],
    ['an administrator with an empty list of them', { roles: ['admin'], tenants: [] }, []],
    ['an administrator of one', { roles: ['admin'], tenants: ['shop'] }, ['shop']],
    ['an agent that says nothing of them', {}, []],
    ['an agent of two', { tenant: 'shop', tenants: ['shop', 'home'] }, ['shop', 'home']],
    ['who has the scope admin', { scope: 'admin' }, []],
  ])('of %s', (_, claims, tenants) => {
    expect(tenantsOf(claims)).toEqual(tenants);
  });

  it('are the one of the installation where nothing is said of them and it has been set', () => {
    expect(tenantsOf({}, true)).toEqual(['acme']);
    expect(tenantsOf({ roles: ['member'] }, true)).toEqual(['acme']);
    expect(tenantsOf({ tenants: [] }, true)).toEqual([]);
    expect(tenantsOf({ tenant: 'shop' }, true)).toEqual(['shop']);
    expect(tenantsOf({ roles: ['admin'] }, true)).toBe('any');
  });

  it('take from an administrator of none what is for those of all', () => {
    const permissionsOf = (claims: object) => [
      ...identityOfClaims({ sub: 'ana', exp: 1, ...claims }).identity.permissions,
    ];
    expect(permissionsOf({ roles: ['admin'] })).toEqual(expect.arrayContaining(EVERYWHERE));
    for (const permission of EVERYWHERE)
      expect(permissionsOf({ roles: ['admin'], tenants: [] })).not.toContain(permission);
  });
});
