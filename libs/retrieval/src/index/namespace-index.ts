import { ExpiryHeap } from './expiry-heap';
import { FeedbackStore, type Rating } from '../ranking/feedback-store';
import type { IndexEntry } from './index-entry';
import { NamespaceStore } from './namespace-store';
import { rank } from '../ranking/rank';
import { ratedQuestion } from '../ranking/rated-question';
import type { QueryContext } from '../ranking/query-context';
import type { RankQuery, RankResult } from '../ranking/rank-query';
import type { RankingAssets } from '../ranking/ranking-assets';
import { RANKING_CONSTANTS, type RankingConstants } from '../ranking/ranking-constants';
import { type IndexedDocument, documentOf } from './indexed-document';
import { readStoredIndex, storeIndex } from './stored-index';

/** A compaction is worth its time from this number of removed documents, and this share of the live ones. */
const LEAST_REMOVED = 1024;
const REMOVED_SHARE = 0.5;
const COMPACTED_AT_ONCE = 200;

/**
 * The memories of one namespace, held ready for ranking. What it answers depends only on the entries that are in it,
 * not on the order in which they came, were replaced or removed.
 */
export class NamespaceIndex {
  private tables: Tables;
  private readonly ratings = new FeedbackStore();

  constructor(
    private readonly assets: RankingAssets,
    private readonly constants: RankingConstants = RANKING_CONSTANTS,
  ) {
    this.tables = new Tables(new NamespaceStore(assets));
  }

  /**
   * The entries as bytes, from which `restored` makes an index that ranks the same. Ratings are not among them.
   *
   * @throws Error while removed entries take up memory (see `compaction`): what was removed must not be stored
   */
  stored(): Uint8Array {
    if (!this.isCompact) throw new Error('An index with removed entries is not stored; compact it first');
    return storeIndex(this.assets.version, (state) => this.store.transfer(state));
  }

  /**
   * An index as it was stored.
   *
   * @throws Error if the bytes are damaged, or stored by another version
   */
  static restored(
    bytes: Uint8Array,
    assets: RankingAssets,
    constants: RankingConstants = RANKING_CONSTANTS,
  ): NamespaceIndex {
    const index = new NamespaceIndex(assets, constants);
    readStoredIndex(bytes, assets.version, (state) => index.store.transfer(state));
    index.tables.takeEnds();
    return index;
  }

  /**
   * Inserts an entry, or replaces the one of the same id.
   *
   * @throws Error if its text was analysed for another encoder or its stored form is damaged; the index is then unchanged
   */
  upsert(entry: IndexEntry): void {
    const prepared = documentOf(entry, this.assets);
    this.remove(entry.id);
    this.tables.add(prepared);
  }

  /** Removes an entry; false if there is none of this id. */
  remove(id: string): boolean {
    const document = this.tables.documentOfId.get(id);
    if (document === undefined) return false;
    this.tables.remove(document);
    return true;
  }

  /**
   * Removes the entries that end at or before `now` (epoch milliseconds) and says how many they were. Costs nothing
   * if none is due.
   */
  expire(now: number): number {
    const due = this.tables.expiries.takeDue(now).filter((document) => this.store.isLive(document));
    const ids = due.map((document) => this.store.documents.ids[document]!);
    for (const id of ids) this.remove(id);
    return ids.length;
  }

  /** Rates an entry for a question. The entry may be added later. */
  rate(rating: Rating): void {
    this.ratings.rate(rating);
  }

  /** Whether there is an entry of this id. */
  has(id: string): boolean {
    return this.tables.documentOfId.has(id);
  }

  /** How many entries there are. */
  get size(): number {
    return this.store.liveCount;
  }

  /** Memory held, in bytes: exact for arrays, estimated for maps and strings. Without the assets, which all share. */
  get bytes(): number {
    return this.store.bytes + 24 * this.tables.expiries.size + this.ratings.bytes;
  }

  /** The best entries for a question. Every score is a finite number above 0. */
  rank(query: RankQuery): RankResult {
    return NamespaceIndex.rankTogether([this], query);
  }

  /**
   * The best entries of several indexes of the same assets. Scores are as if all entries were in one index, except that sessions of one name
   * in two indexes stay two.
   */
  static rankTogether(indexes: readonly [NamespaceIndex, ...NamespaceIndex[]], query: RankQuery): RankResult {
    const [{ assets, constants: own }] = indexes;
    const constants = query.constants ?? own;
    const parts = indexes.map((index) => ({
      store: index.store,
      context: index.contextOf(query, constants),
    }));
    return rank(query, parts, assets, constants);
  }

  /** Whether no removed entry takes up memory. */
  get isCompact(): boolean {
    return this.store.documentCount === this.store.liveCount;
  }

  /** Whether removed entries hold so much that a compaction is worth its time. */
  get wantsCompaction(): boolean {
    const removed = this.store.documentCount - this.store.liveCount;
    return removed >= LEAST_REMOVED && removed >= REMOVED_SHARE * this.store.liveCount;
  }

  /**
   * Frees the memory of removed entries step by step, about 10 µs for each live entry. Between steps the index answers and takes changes as
   * usual. Run one compaction at a time.
   *
   * @param atOnce entries a step
   */
  *compaction(atOnce = COMPACTED_AT_ONCE): Generator<void> {
    const old = this.store;
    const next = new Tables(old.emptied());
    const copies = new Map<number, number>();
    const end = old.documentCount;
    for (let document = 0; document < end; document++) {
      if (old.isLive(document)) copies.set(document, next.add(old.read(document)));
      if ((document + 1) % atOnce === 0) yield;
    }
    for (const [document, copy] of copies) if (!old.isLive(document)) next.remove(copy);
    for (let document = end; document < old.documentCount; document++)
      if (old.isLive(document)) next.add(old.read(document));
    this.tables = next;
  }

  private contextOf({ text, workingMemoryIds = [] }: RankQuery, constants: RankingConstants): QueryContext {
    return {
      workingMemory: new Set(workingMemoryIds.flatMap((id) => this.tables.documentOfId.get(id) ?? [])),
      feedback: this.feedbackOn(text, constants),
    };
  }

  private feedbackOn(text: string, constants: RankingConstants): ReadonlyMap<number, number> {
    const feedback = new Map<number, number>();
    if (this.ratings.isEmpty) return feedback;
    for (const [id, value] of this.ratings.about(ratedQuestion(this.assets, text), constants.feedback)) {
      const document = this.tables.documentOfId.get(id);
      if (document !== undefined) feedback.set(document, value);
    }
    return feedback;
  }

  private get store(): NamespaceStore {
    return this.tables.store;
  }
}

/** A store with its look-ups. */
class Tables {
  readonly expiries = new ExpiryHeap();
  private numberOfId: Map<string, number> | null = null;

  constructor(readonly store: NamespaceStore) {}

  /** The documents that are there, by id. Made when first needed: a restored index answers questions without it. */
  get documentOfId(): Map<string, number> {
    if (this.numberOfId === null) {
      this.numberOfId = new Map();
      for (const [document, id] of this.store.documents.ids.entries())
        if (this.store.isLive(document)) this.numberOfId.set(id, document);
    }
    return this.numberOfId;
  }

  /** @returns the number of the document */
  add(document: IndexedDocument): number {
    const { documentOfId } = this;
    const number = this.store.add(document);
    documentOfId.set(document.id, number);
    if (document.expiresAt !== null) this.expiries.add(number, document.expiresAt);
    return number;
  }

  /** Learns the ends of documents that came with the store, all of which are there. */
  takeEnds(): void {
    const { ids, expiresAt } = this.store.documents;
    for (let document = 0; document < ids.length; document++) {
      const end = expiresAt.values[document]!;
      if (end !== Infinity) this.expiries.add(document, end);
    }
  }

  /** Removes a document that is there. */
  remove(document: number): void {
    this.documentOfId.delete(this.store.documents.ids[document]!);
    this.store.remove(document);
  }
}
