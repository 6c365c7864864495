import { hash } from 'node:crypto';

const NUMBERS = 3;
const SCALE = 1_000_000;

/**
 * The original's address of a memory: three numbers from -1 to 1 in the text form "x,y,z". They are made of tenant, namespace
 * and key (the id for a memory without a key), so equal keys of two tenants never share one.
 */
export function coordinateOf(tenant: string, namespace: string, keyOrId: string): string {
  const digest = hash('sha256', JSON.stringify([tenant, namespace, keyOrId]), 'buffer');
  return [0, 4, 8].map((offset) => ((digest.readUInt32BE(offset) / 0xffffffff) * 2 - 1).toFixed(6)).join(',');
}

/**
 * A coordinate as it is stored: three 32-bit integers, in millionths.
 * @returns null for a text that is none
 */
export function packCoordinate(coordinate: string): Buffer | null {
  const numbers = coordinate.split(',').map(Number);
  const isCoordinate = numbers.length === NUMBERS && numbers.every((number) => Math.abs(number) <= 1);
  if (!isCoordinate) return null;
  const packed = Buffer.alloc(4 * NUMBERS);
  numbers.forEach((number, index) => packed.writeInt32BE(Math.round(number * SCALE), 4 * index));
  return packed;
}
