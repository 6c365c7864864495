import { parseTenantId, SYSTEM_TENANT } from './tenant';

describe('parseTenantId', () => {
  it.each(['a', 'acme', 'Acme_1.eu:prod-2', 'x'.repeat(64)])('takes %s', (id) => {
    expect(parseTenantId(id, 'X-Tenant-ID')).toBe(id);
  });

  it.each(['', 'x'.repeat(65), 'a b', 'a,b', "a'b", 'a\nb', 'ä', 'a/b', 'a\u0000'])(
    'refuses %j and names where it came from',
    (id) => {
      expect(() => parseTenantId(id, 'X-Tenant-ID')).toThrow(
        expect.objectContaining({
          code: 'TENANT_INVALID',
          errors: [expect.objectContaining({ field: 'X-Tenant-ID' })],
        }) as Error,
      );
    },
  );

  it('refuses the tenant of the service itself', () => {
    expect(() => parseTenantId(SYSTEM_TENANT, 'X-Tenant-ID')).toThrow(
      expect.objectContaining({
        code: 'TENANT_INVALID',
        errors: [{ field: 'X-Tenant-ID', message: 'is reserved' }],
      }) as Error,
    );
  });
});
