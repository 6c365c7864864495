import { randomFillSync } from 'node:crypto';

/** A call of the system's generator costs as much for 4 KiB as for 16 bytes. */
const pool = Buffer.alloc(4096);
let used = pool.length;

/**
 * Random bytes that nobody can guess, from a pool.
 * @param count at most 4,096
 */
export function randomBytesOf(count: number): Buffer {
  if (used + count > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const bytes = Buffer.from(pool.subarray(used, used + count));
  // What was handed out is not kept.
  pool.fill(0, used, used + count);
  used += count;
  return bytes;
}
