import { ExpiryHeap } from './expiry-heap';
import type { IndexEntry } from './index-entry';
import { NamespaceStore } from './namespace-store';
import { rank } from './rank';
import type { RankQuery, RankResult } from './rank-query';
import type { RankingAssets } from './ranking-assets';
import { RANKING_CONSTANTS, type RankingConstants } from './ranking-constants';
import { turnOf } from './turn';

/** Removed turns are cleared away when they are more than half as many as those present, and worth the effort. */
const LEAST_REMOVED = 1024;
const REMOVED_SHARE = 0.5;

/**
 * The memories of one namespace, held ready for ranking. What it answers depends only on the entries that are in it,
 * not on the order in which they came, were replaced or removed.
 */
export class NamespaceIndex {
  private store: NamespaceStore;
  private turnOfId = new Map<string, number>();
  private expiries = new ExpiryHeap();

  constructor(
    private readonly assets: RankingAssets,
    private readonly constants: RankingConstants = RANKING_CONSTANTS,
  ) {
    this.store = new NamespaceStore(assets);
  }

  /**
   * Inserts an entry, or replaces the one of the same id.
   *
   * @throws Error if its text was analysed for another encoder; the index is then unchanged
   */
  upsert(entry: IndexEntry): void {
    const prepared = turnOf(entry, this.assets);
    this.remove(entry.id);
    const turn = this.store.add(prepared);
    this.turnOfId.set(entry.id, turn);
    if (entry.expiresAt !== null) this.expiries.add(turn, entry.expiresAt);
  }

  /** Removes an entry; false if there is none of this id. */
  remove(id: string): boolean {
    const turn = this.turnOfId.get(id);
    if (turn === undefined) return false;
    this.turnOfId.delete(id);
    this.store.remove(turn);
    this.compactIfWorthwhile();
    return true;
  }

  /**
   * Removes the entries that end at or before `now` (epoch milliseconds) and says how many they were. Costs nothing
   * if none is due.
   */
  expire(now: number): number {
    const due = this.expiries.takeDue(now).filter((turn) => this.store.isLive(turn));
    const ids = due.map((turn) => this.store.turns.ids[turn]!);
    for (const id of ids) this.remove(id);
    return ids.length;
  }

  /** Whether there is an entry of this id. */
  has(id: string): boolean {
    return this.turnOfId.has(id);
  }

  /** How many entries there are. */
  get size(): number {
    return this.store.liveCount;
  }

  /** Memory held, in bytes: exact for arrays, estimated for maps and strings. Without the assets, which all share. */
  get bytes(): number {
    return this.store.bytes + 24 * this.expiries.size;
  }

  /** The best entries for a question. Every score is a finite number above 0. */
  rank(query: RankQuery): RankResult {
    return rank(query, this.store, this.assets, this.constants);
  }

  /** Gives back what removed entries still hold. Happens by itself; takes about 10 µs for each entry present. */
  compact(): void {
    this.store = this.store.compacted();
    this.turnOfId = new Map(this.store.turns.ids.map((id, turn) => [id, turn]));
    this.expiries = new ExpiryHeap();
    for (const turn of this.turnOfId.values()) {
      const expiresAt = this.store.turns.expiresAt.values[turn]!;
      if (expiresAt !== Infinity) this.expiries.add(turn, expiresAt);
    }
  }

  private compactIfWorthwhile(): void {
    const removed = this.store.turnCount - this.store.liveCount;
    if (removed >= LEAST_REMOVED && removed >= REMOVED_SHARE * this.store.liveCount) this.compact();
  }
}
