import { BackgroundLoop } from '@somabrain/audit';
import type { Database } from '@somabrain/database';
import type { Logger, TenantId } from '@somabrain/kernel';
import {
  analyseText,
  NamespaceIndex,
  type RankingAssets,
  type RankingConstants,
  type RankQuery,
  renewAnalysed,
  serialiseAnalysed,
} from '@somabrain/retrieval';
import type { FilterExpression } from '../filter/filter-expression';
import { inSlices } from '../planning/next-turn';
import { FairTurns } from './fair-turns';
import { IndexSnapshots } from './index-snapshots';
import { IndexFeed, type NamespaceView, type NamespaceViews } from './index-feed';
import { TenantConstants } from './tenant-constants';
import { type CurrentIndexes, NamespaceIndexes } from './namespace-indexes';
import { indexOfPast, type PastIndex, type PastQuestion } from './past-index';
import { type FormToRenew, type IndexObserver, type Ranked, RankingEngine } from './ranking-engine';

const STORE_EVERY_MS = 30_000;

/** How indexes are made and ranked. */
export interface IndexSettings {
  /** Of all indexes together. */
  readonly budgetBytes: number;
  /** Of tenants that have learnt nothing. */
  readonly constants: RankingConstants;
  /** Paths of the metadata whose words are searched. */
  readonly searchable: readonly string[];
  /** Memories of a namespace from which its index is stored beside them, and loaded from there; 0: never. */
  readonly snapshotsFrom: number;
}

/** Analyses and ranks in the thread that asks. */
export class LocalEngine extends RankingEngine {
  private readonly indexes: NamespaceIndexes;
  private readonly constants: TenantConstants;
  private readonly searchable: ReadonlySet<string>;
  private readonly turns = new FairTurns();
  private readonly storing: BackgroundLoop | null;

  constructor(
    private readonly database: Database,
    private readonly assets: RankingAssets,
    { budgetBytes, constants, searchable, snapshotsFrom }: IndexSettings,
    observer: IndexObserver,
    private readonly logger: Logger,
  ) {
    super();
    this.constants = new TenantConstants(constants);
    this.searchable = new Set(searchable);
    const feed = new IndexFeed(database, assets, this.searchable);
    const snapshots =
      snapshotsFrom > 0 ? new IndexSnapshots(database, assets, this.searchable, snapshotsFrom) : null;
    const isBusy = () => this.turns.isBusy;
    this.indexes = new NamespaceIndexes(feed, assets, budgetBytes, observer, logger, snapshots, isBusy);
    const storeWhenIdle = async (): Promise<number> => {
      if (!isBusy()) await this.storeSnapshot();
      return STORE_EVERY_MS;
    };
    this.storing = snapshots ? new BackgroundLoop('Storing indexes', storeWhenIdle, logger) : null;
    this.storing?.start();
  }

  rank(views: NamespaceViews, question: RankQuery): Promise<Ranked> {
    return this.rankIn(views[0].tenant, () => this.indexes.together(views), question);
  }

  async rankPast(
    view: NamespaceView,
    at: number,
    question: RankQuery,
    where: FilterExpression | null,
  ): Promise<Ranked> {
    const began = performance.now();
    const past = { at, where };
    const { index, arrivals } = await this.indexOfPast(view, past);
    const filter = arrivals ? { ...question.filter, arrivals } : question.filter;
    const loaded = (performance.now() - began) / 1000;
    const ranked = await this.rankIn(
      view.tenant,
      () => Promise.resolve({ indexes: [index] as const, now: at, ranking: null, superseding: false }),
      filter ? { ...question, filter } : question,
    );
    return { ...ranked, stages: { ...ranked.stages, catchUp: loaded } };
  }

  async analyse(texts: readonly string[]): Promise<Uint8Array[]> {
    const forms: Uint8Array[] = [];
    await inSlices(texts, (text) => forms.push(serialiseAnalysed(analyseText(this.assets, text))));
    return forms;
  }

  async renew(texts: readonly FormToRenew[]): Promise<Uint8Array[]> {
    const forms: Uint8Array[] = [];
    await inSlices(texts, ({ text, stored }) =>
      forms.push(serialiseAnalysed(renewAnalysed(this.assets, text, stored))),
    );
    return forms;
  }

  async close(): Promise<void> {
    await this.storing?.close();
    await this.turns.idle();
  }

  /**
   * Stores one index that changed much since it was stored last. Threads without rankings to do look for one by themselves.
   * @throws Problem DATABASE_UNAVAILABLE
   */
  async storeSnapshot(): Promise<void> {
    await this.indexes.storeOne();
  }

  private indexOfPast(view: NamespaceView, past: PastQuestion): Promise<PastIndex> {
    const { assets, searchable } = this;
    return indexOfPast(this.database, { assets, searchable }, view, past, this.logger);
  }

  private async rankIn(
    tenant: TenantId,
    open: () => Promise<CurrentIndexes>,
    question: RankQuery,
  ): Promise<Ranked> {
    const began = performance.now();
    const { indexes, now, ranking, superseding } = await open();
    const asked = { ...question, now, constants: this.constants.of(ranking) };
    const opened = performance.now();
    const { result, seconds } = await this.turns.take(tenant, () =>
      NamespaceIndex.rankTogether(indexes, asked),
    );
    return { ...result, superseding, stages: { catchUp: (opened - began) / 1000, rank: seconds } };
  }
}
