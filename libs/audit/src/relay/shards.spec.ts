import { parseTenantId, SYSTEM_TENANT, type TenantId } from '@somabrain/kernel';
import { shardOf, SHARDS } from './shards';

describe('shardOf', () => {
  // FNV-1a of "a" and "foobar" is in the authors' test vectors (e40c292c and bf9cf968); all were computed apart, in Python.
  it.each([
    ['a', 14],
    ['foobar', 14],
    ['acme', 5],
    ['tenant-1', 3],
    [SYSTEM_TENANT, 3],
    ['x'.repeat(64), 9],
  ])('puts %s into shard %i, now and in every release', (tenant, shard) => {
    expect(shardOf(tenant as TenantId)).toBe(shard);
  });

  it('spreads tenants with similar names', () => {
    const counts = new Array<number>(SHARDS).fill(0);
    for (let index = 0; index < 1_600; index += 1) {
      const shard = shardOf(parseTenantId(`tenant-${index}`, 'test'));
      counts[shard] = (counts[shard] ?? 0) + 1;
    }
    expect(Math.min(...counts)).toBeGreaterThan(70);
    expect(Math.max(...counts)).toBeLessThan(130);
  });
});
