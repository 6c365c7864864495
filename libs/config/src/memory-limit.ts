import { totalmem } from 'node:os';

const MIB = 1024 * 1024;
const SMALLEST_INDEX_MB = 16;

/** Bytes of memory this process may use: the limit of its cgroup (version 1 or 2) if there is one, else the machine's. */
export function memoryLimitBytes(): number {
  return lowerLimit(process.constrainedMemory(), totalmem());
}

/**
 * The limit that counts, in bytes.
 * @param constrained the cgroup's limit; 0 where unknown, far beyond the machine's memory where there is none
 * @param total the memory of the machine
 */
export function lowerLimit(constrained: number, total: number): number {
  return constrained > 0 ? Math.min(constrained, total) : total;
}

/** The default budget of the search indexes in MiB: a quarter of the memory limit in bytes. */
export function defaultIndexMemoryMb(limitBytes: number): number {
  return Math.max(SMALLEST_INDEX_MB, Math.floor(limitBytes / 4 / MIB));
}
