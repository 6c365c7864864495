import { filterSetting } from '@somabrain/database';
import { type Logger, Problem } from '@somabrain/kernel';
import { type IndexEntry, NamespaceIndex, type RankingAssets } from '@somabrain/retrieval';
import { inSlices, nextTurn } from '../planning/next-turn';
import type { EntryPage, FeedPosition, IndexFeed, NamespaceView, NamespaceViews } from './index-feed';
import type { IndexSnapshots } from './index-snapshots';
import { isWorthStoring, LoadedNamespace } from './loaded-namespace';
import type { IndexObserver } from './ranking-engine';
import { SharedPositions } from './shared-positions';
import { takeEntry } from './take-entry';

/** Indexes of one question that are brought up at once. */
const AT_ONCE = 4;
const TOGETHER =
  'The indexes of these namespaces do not fit into SOMABRAIN_INDEX_MEMORY_MB together; ask fewer at once or ask the operator for more';

/** Indexes as they are used for a question. */
export interface CurrentIndexes {
  readonly indexes: readonly [NamespaceIndex, ...NamespaceIndex[]];
  /** When they were brought up, by the database's clock. */
  readonly now: number;
  /** How the tenant's memories are ranked, as JSON; null: as everybody's. */
  readonly ranking: string | null;
  /** Whether the tenant has links of the type `supersedes`. */
  readonly superseding: boolean;
}

/**
 * The indexes this process holds: loaded on first use, brought up to the last committed change before each use, and evicted
 * least-recently-used when they outgrow the budget. They are a cache; Postgres has the truth.
 */
export class NamespaceIndexes {
  /** In order of use, the least recent first. */
  private readonly loaded = new Map<string, LoadedNamespace>();
  private bytes = 0;
  private readonly positions: SharedPositions;

  constructor(
    private readonly feed: IndexFeed,
    private readonly assets: RankingAssets,
    private readonly budgetBytes: number,
    private readonly observer: IndexObserver,
    private readonly logger: Logger,
    private readonly snapshots: IndexSnapshots | null,
    /** Whether rankings wait. */
    isBusy: () => boolean,
  ) {
    this.positions = new SharedPositions((tenants) => feed.positions(tenants), isBusy);
  }

  /**
   * The indexes of namespaces of one tenant, with everything that was committed before this call. All are held at once: together they have
   * to fit into the budget.
   * @throws Problem NAMESPACE_TOO_LARGE, DATABASE_UNAVAILABLE
   */
  async together([first, ...others]: NamespaceViews): Promise<CurrentIndexes> {
    const { index, position } = await this.current(first);
    const indexes: [NamespaceIndex, ...NamespaceIndex[]] = [index];
    for (let next = 0; next < others.length; next += AT_ONCE) {
      const some = others.slice(next, next + AT_ONCE);
      const loaded = await Promise.all(some.map((name) => this.current(name)));
      indexes.push(...loaded.map((each) => each.index));
      if (indexes.reduce((sum, { bytes }) => sum + bytes, 0) > this.budgetBytes) throw this.refusal(TOGETHER);
    }
    return {
      indexes,
      now: position?.now ?? 0,
      ranking: position?.ranking ?? null,
      superseding: position?.superseding ?? false,
    };
  }

  private async current(name: NamespaceView): Promise<LoadedNamespace> {
    const key = [name.tenant, name.namespace, filterSetting(name.visibility)].join('\u0000');
    const loaded =
      this.loaded.get(key) ?? new LoadedNamespace(name, this.assets, (each) => this.bringUp(key, each));
    this.loaded.delete(key);
    this.loaded.set(key, loaded);
    await loaded.refresh.run();
    return loaded;
  }

  private async bringUp(key: string, loaded: LoadedNamespace): Promise<void> {
    try {
      if (loaded.appliedSeq === null && !(await this.restore(key, loaded))) await this.load(key, loaded);
      await this.catchUp(key, loaded);
    } catch (error) {
      // A half-loaded index is of no use; one that only missed a catch-up is right up to its last change.
      if (loaded.appliedSeq === null) this.drop(key, loaded);
      throw error;
    }
  }

  private async load(key: string, loaded: LoadedNamespace): Promise<void> {
    loaded.index = new NamespaceIndex(this.assets);
    loaded.isWhole = true;
    loaded.appliedSeq = null;
    loaded.ratedSeq = 0;
    let next = this.feed.page(loaded.name, 0);
    let startSeq: number | null = null;
    for (let more = true; more;) {
      const page = await next;
      more = page.more;
      if (more) next = this.pageBehind(loaded.name, page);
      // What changes while the pages are read is caught up with from where the changes ended at the first page.
      startSeq ??= page.position.changeSeq;
      await inSlices(page.entries, (entry) => this.take(loaded, entry));
      this.account(key, loaded);
    }
    loaded.appliedSeq = startSeq ?? 0;
    loaded.unstored = Infinity;
    this.observer.indexLoaded();
  }

  /** Begins to read the next page, which is wanted when this one is taken up. */
  private pageBehind(name: NamespaceView, page: EntryPage): Promise<EntryPage> {
    const next = this.feed.page(name, page.entries.at(-1)?.arrival ?? 0);
    // Where this page is not taken up to its end, nobody waits for the next one.
    next.catch(() => undefined);
    return next;
  }

  private async catchUp(key: string, loaded: LoadedNamespace): Promise<void> {
    let position = await this.positions.of(loaded.name.tenant);
    if (position.changeSeq > (loaded.appliedSeq ?? 0))
      position = { ...position, ...(await this.takeChanges(key, loaded)) };
    loaded.index.expire(position.now);
    loaded.position = position;
    if (position.feedbackSeq > loaded.ratedSeq) await this.takeRatings(key, loaded);
    if (loaded.index.wantsCompaction) void this.compact(key, loaded);
  }

  /** @returns the position of the last page */
  private async takeChanges(key: string, loaded: LoadedNamespace): Promise<FeedPosition> {
    for (;;) {
      const applied = loaded.appliedSeq ?? 0;
      const page = await this.feed.changes(loaded.name, applied);
      if (page.position.changeHorizon > applied) {
        await this.load(key, loaded);
        continue;
      }
      await inSlices(page.changes, ({ id, entry }) => {
        if (entry) this.take(loaded, entry);
        else loaded.index.remove(id);
        // What is removed takes the snapshot with it.
        loaded.unstored += entry ? 1 : Infinity;
      });
      loaded.appliedSeq = page.more
        ? (page.changes.at(-1)?.seq ?? applied)
        : Math.max(applied, page.position.changeSeq);
      if (page.changes.length > 0) this.account(key, loaded);
      if (!page.more) return page.position;
    }
  }

  /** Takes the index from its snapshot. @returns whether there is one of use */
  private async restore(key: string, loaded: LoadedNamespace): Promise<boolean> {
    if (!this.snapshots || loaded.name.visibility) return false;
    const snapshot = await this.snapshots.read(loaded.name);
    if (!snapshot) return false;
    try {
      loaded.index = NamespaceIndex.restored(snapshot.bytes, this.assets);
    } catch (err) {
      const { tenant, namespace } = loaded.name;
      this.logger.error(
        { err, tenant, namespace },
        'the stored index of a namespace is damaged; it is made anew',
      );
      this.observer.snapshotDamaged();
      return false;
    }
    loaded.ratedSeq = 0;
    this.account(key, loaded);
    loaded.appliedSeq = snapshot.changeSeq;
    loaded.unstored = 0;
    this.observer.indexRestored();
    return true;
  }

  /** Stores a snapshot of one index whose memories have changed much since the last one. For idle times. */
  async storeOne(): Promise<void> {
    const { snapshots } = this;
    if (!snapshots) return;
    const [key, loaded] = [...this.loaded].find(([, each]) => isWorthStoring(each, snapshots.from)) ?? [];
    if (key === undefined || !loaded) return;
    loaded.triedAt = performance.now();
    await loaded.refresh.run();
    if (!loaded.index.isCompact) await this.compact(key, loaded);
    const { index, appliedSeq } = loaded;
    if (!index.isCompact || appliedSeq === null) return;
    const unstored = loaded.unstored;
    loaded.unstored = 0;
    let isStored = false;
    try {
      isStored = await snapshots.write(loaded.name, { changeSeq: appliedSeq, bytes: index.stored() });
    } finally {
      if (!isStored) loaded.unstored += unstored;
    }
    if (isStored) this.observer.snapshotStored();
  }

  private take(loaded: LoadedNamespace, entry: IndexEntry): void {
    if (!takeEntry(loaded.index, entry, loaded.name, this.logger)) loaded.isWhole = false;
  }

  private async takeRatings(key: string, loaded: LoadedNamespace): Promise<void> {
    for (let more = true; more;) {
      const page = await this.feed.ratings(loaded.name, loaded.ratedSeq);
      await inSlices(page.ratings, (rating) => loaded.index.rate(rating));
      loaded.ratedSeq = page.lastSeq;
      more = page.more;
    }
    this.account(key, loaded);
  }

  /** Clears removed entries away in steps, between which the index is in use. */
  private async compact(key: string, loaded: LoadedNamespace): Promise<void> {
    if (loaded.compacting) return;
    loaded.compacting = true;
    const { index } = loaded;
    const steps = index.compaction();
    const isWanted = () => this.loaded.get(key) === loaded && loaded.index === index;
    while (isWanted() && !steps.next().done) await nextTurn();
    loaded.compacting = false;
    this.weigh(key, loaded);
  }

  /** Counts what an index holds now, and makes room for it. */
  private account(key: string, loaded: LoadedNamespace): void {
    const { bytes } = loaded.index;
    if (bytes > this.budgetBytes) {
      loaded.appliedSeq = null;
      this.drop(key, loaded);
      throw this.refusal(
        `The index of namespace "${loaded.name.namespace}" does not fit into SOMABRAIN_INDEX_MEMORY_MB; split the namespace or ask the operator for more`,
      );
    }
    this.weigh(key, loaded);
  }

  private refusal(detail: string): Problem {
    this.observer.namespaceRefused();
    return new Problem('NAMESPACE_TOO_LARGE', detail);
  }

  private weigh(key: string, loaded: LoadedNamespace): void {
    if (this.loaded.get(key) !== loaded) return; // evicted while it was worked on: whoever waits for it still gets it
    const { bytes } = loaded.index;
    this.bytes += bytes - loaded.bytes;
    loaded.bytes = bytes;
    for (const [other, candidate] of this.loaded) {
      if (this.bytes <= this.budgetBytes) break;
      if (candidate === loaded) continue;
      this.drop(other, candidate);
      this.observer.indexEvicted();
    }
    this.observer.indexMemory(this.bytes);
  }

  private drop(key: string, loaded: LoadedNamespace): void {
    if (this.loaded.get(key) !== loaded) return;
    this.loaded.delete(key);
    this.bytes -= loaded.bytes;
    loaded.bytes = 0;
    this.observer.indexMemory(this.bytes);
  }
}
