import { getHeapStatistics } from 'node:v8';
import { fileLimit, mostConnections } from './file-limit';
import type { ConnectionBounds } from './open-connections';

/** Of the memory that Node may use. */
const SHARE_UNSENT = 1 / 4;
const MOST_UNSENT_BYTES = 256 * 1_024 * 1_024;

/** What this process can afford. */
export function connectionBounds(): ConnectionBounds {
  const affordable = Math.floor(getHeapStatistics().heap_size_limit * SHARE_UNSENT);
  return {
    most: mostConnections(fileLimit()),
    mostUnsentBytes: Math.min(MOST_UNSENT_BYTES, affordable),
  };
}
