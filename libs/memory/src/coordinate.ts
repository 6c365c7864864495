import { createHash } from 'node:crypto';

/**
 * The original's address of a memory: three numbers from -1 to 1 in the text form "x,y,z". They are made of tenant, namespace
 * and key (the id for a memory without a key), so equal keys of two tenants never share one.
 */
export function coordinateOf(tenant: string, namespace: string, keyOrId: string): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([tenant, namespace, keyOrId]))
    .digest();
  return [0, 4, 8].map((offset) => ((digest.readUInt32BE(offset) / 0xffffffff) * 2 - 1).toFixed(6)).join(',');
}
