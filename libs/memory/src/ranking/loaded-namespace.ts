import { NamespaceIndex, type RankingAssets } from '@somabrain/retrieval';
import type { NamespaceView, TenantPosition } from './index-feed';
import { SharedRun } from './shared-run';

/** What a snapshot takes at the most is about what its index does; larger ones are not stored. */
const MOST_STORED_BYTES = 512 * 1024 ** 2;
const CHANGED_SHARE = 0.1;
const STORED_EVERY_MS = 300_000;

/**
 * A namespace's index with the last change that went into it. Who sees a part of the namespace has an index of that part: what is out of
 * sight has no share in the frequencies of words that scores are made of.
 */
export class LoadedNamespace {
  index: NamespaceIndex;
  /** Null until it is loaded. */
  appliedSeq: number | null = null;
  /** The last rating that went into it. */
  ratedSeq = 0;
  /** Of the last catch-up. */
  position: TenantPosition | null = null;
  bytes = 0;
  compacting = false;
  /** Whether no memory was left out. */
  isWhole = true;
  /** Memories that changed since its snapshot; infinite where it has none. */
  unstored = Infinity;
  /** When it was last tried to store it, by `performance.now`. */
  triedAt = -Infinity;
  readonly refresh: SharedRun;

  constructor(
    readonly name: NamespaceView,
    assets: RankingAssets,
    refresh: (loaded: LoadedNamespace) => Promise<void>,
  ) {
    this.index = new NamespaceIndex(assets);
    this.refresh = new SharedRun(() => refresh(this));
  }
}

/** Whether an index of a whole namespace is of a size that takes long to load, and much changed. @param from memories that are many */
export function isWorthStoring(
  { name, index, isWhole, appliedSeq, unstored, triedAt }: LoadedNamespace,
  from: number,
): boolean {
  return (
    !name.visibility &&
    isWhole &&
    appliedSeq !== null &&
    index.size >= from &&
    index.bytes <= MOST_STORED_BYTES &&
    unstored >= CHANGED_SHARE * index.size &&
    performance.now() - triedAt >= STORED_EVERY_MS
  );
}
