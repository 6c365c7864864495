import type { TenantId } from '@somabrain/kernel';

/** Relays share the work by shard. Never change it: processes of the previous release run beside those of the next. */
export const SHARDS = 16;

const FNV_OFFSET_BASIS = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/**
 * The shard of a tenant: 32-bit FNV-1a of its id (ASCII), xor-folded to 4 bits as its authors advise for small ranges.
 * http://www.isthe.com/chongo/tech/comp/fnv/#xor-fold
 */
export function shardOf(tenant: TenantId): number {
  let hash = FNV_OFFSET_BASIS;
  for (let index = 0; index < tenant.length; index += 1) {
    hash = Math.imul(hash ^ tenant.charCodeAt(index), FNV_PRIME);
  }
  return ((hash >>> 4) ^ hash) & (SHARDS - 1);
}
