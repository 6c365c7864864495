import type { Database } from '@somabrain/database';
import type { Logger, TenantId } from '@somabrain/kernel';
import {
  analyseText,
  type RankingAssets,
  type RankingConstants,
  type RankQuery,
  serialiseAnalysed,
} from '@somabrain/retrieval';
import type { FilterExpression } from '../filter/filter-expression';
import { nextTurn } from '../planning/next-turn';
import { FairTurns } from './fair-turns';
import { IndexFeed, type NamespaceView } from './index-feed';
import { TenantConstants } from './tenant-constants';
import { type CurrentIndex, NamespaceIndexes } from './namespace-indexes';
import { indexOfPast } from './past-index';
import { type IndexObserver, type Ranked, RankingEngine } from './ranking-engine';

/** Texts analysed between two turns of the event loop: one takes about 50 µs. */
const ANALYSED_AT_ONCE = 20;

/** Analyses and ranks in the thread that asks. */
export class LocalEngine extends RankingEngine {
  private readonly indexes: NamespaceIndexes;
  private readonly constants: TenantConstants;
  private readonly turns = new FairTurns();

  /** @param budgetBytes of all indexes together; @param constants of tenants that have learnt nothing */
  constructor(
    private readonly database: Database,
    private readonly assets: RankingAssets,
    budgetBytes: number,
    constants: RankingConstants,
    observer: IndexObserver,
    private readonly logger: Logger,
  ) {
    super();
    this.constants = new TenantConstants(constants);
    const feed = new IndexFeed(database, assets);
    this.indexes = new NamespaceIndexes(feed, assets, budgetBytes, observer, logger);
  }

  rank(view: NamespaceView, question: RankQuery): Promise<Ranked> {
    return this.rankIn(view.tenant, () => this.indexes.current(view), question);
  }

  async rankPast(
    view: NamespaceView,
    at: number,
    question: RankQuery,
    where: FilterExpression | null,
  ): Promise<Ranked> {
    const began = performance.now();
    const past = { at, where };
    const { index, arrivals } = await indexOfPast(this.database, this.assets, view, past, this.logger);
    const filter = arrivals ? { ...question.filter, arrivals } : question.filter;
    const loaded = (performance.now() - began) / 1000;
    const ranked = await this.rankIn(
      view.tenant,
      () => Promise.resolve({ index, now: at, ranking: null }),
      filter ? { ...question, filter } : question,
    );
    return { ...ranked, stages: { ...ranked.stages, catchUp: loaded } };
  }

  async analyse(texts: readonly string[]): Promise<Uint8Array[]> {
    const forms: Uint8Array[] = [];
    for (const text of texts) {
      forms.push(serialiseAnalysed(analyseText(this.assets, text)));
      if (forms.length % ANALYSED_AT_ONCE === 0) await nextTurn();
    }
    return forms;
  }

  async close(): Promise<void> {
    await this.turns.idle();
  }

  private async rankIn(
    tenant: TenantId,
    open: () => Promise<CurrentIndex>,
    question: RankQuery,
  ): Promise<Ranked> {
    const began = performance.now();
    const { index, now, ranking } = await open();
    const asked = { ...question, now, constants: this.constants.of(ranking) };
    const opened = performance.now();
    const { result, seconds } = await this.turns.take(tenant, () => index.rank(asked));
    return { ...result, stages: { catchUp: (opened - began) / 1000, rank: seconds } };
  }
}
