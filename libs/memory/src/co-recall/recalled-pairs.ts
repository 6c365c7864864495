import type { Viewer } from '@somabrain/kernel';
import { encodeFilter } from '@somabrain/kernel';

/** The number of best results of a recall that count as recalled together. */
const TOGETHER = 3;
/** Once is chance. */
const LEAST_TIMES = 2;
const MOST_PAIRS = 10_000;

/** Two memories that recalls of one viewer found together. */
export interface RecalledPair {
  readonly viewer: Viewer;
  readonly ids: readonly [string, string];
  readonly times: number;
}

/** Counts pairs of memories that recalls find together. When it is full, the pairs that were not met for the longest time are dropped. */
export class RecalledPairs {
  private readonly pairs = new Map<string, RecalledPair>();

  /** @param ids of the results, best first */
  note({ tenant, visibility }: Viewer, ids: readonly string[]): void {
    const viewer = { tenant, ...(visibility && { visibility }) };
    const best = ids.slice(0, TOGETHER).sort();
    for (const [index, one] of best.entries()) {
      for (const other of best.slice(index + 1)) {
        const name = [tenant, visibility ? encodeFilter(visibility) : '', one, other].join(' ');
        const times = (this.pairs.get(name)?.times ?? 0) + 1;
        this.pairs.delete(name);
        this.pairs.set(name, { viewer, ids: [one, other], times });
      }
    }
    for (const [name] of this.pairs) {
      if (this.pairs.size <= MOST_PAIRS) break;
      this.pairs.delete(name);
    }
  }

  /** Takes out the pairs that were met often enough, the most frequent first. */
  take(most: number): RecalledPair[] {
    const frequent = [...this.pairs]
      .filter(([, { times }]) => times >= LEAST_TIMES)
      .sort(([, one], [, other]) => other.times - one.times)
      .slice(0, most);
    for (const [name] of frequent) this.pairs.delete(name);
    return frequent.map(([, pair]) => pair);
  }
}
