import type { DatabaseSettings } from '@somabrain/database';
import type { Logger, TenantId } from '@somabrain/kernel';
import type { RankingFiles, RankQuery } from '@somabrain/retrieval';
import type { FilterExpression } from '../../filter/filter-expression';
import type { NamespaceView, NamespaceViews } from '../index-feed';
import type { IndexSettings } from '../local-engine';
import { type FormToRenew, type IndexObserver, type Ranked, RankingEngine } from '../ranking-engine';
import { EngineConnection } from './engine-connection';
import { unpackForms } from './messages';
import { unpackRanking } from './packed-ranking';

/** Connections to the database that a thread has: its catch-ups are short, and only one page of a load is under way at a time. */
const POOL_SIZE = 4;

/** What the threads share. */
export interface ThreadedEngineSettings extends IndexSettings {
  /** Each has an equal share of the budget. */
  readonly threads: number;
  readonly files: RankingFiles;
}

/** Analyses and ranks in threads of its own, so that requests are answered meanwhile. Each tenant belongs to one of the threads. */
export class ThreadedEngine extends RankingEngine {
  private constructor(private readonly connections: readonly EngineConnection[]) {
    super();
  }

  /** @throws when the threads cannot begin */
  static async start(
    { dsn }: DatabaseSettings,
    { threads, budgetBytes, ...shared }: ThreadedEngineSettings,
    observer: IndexObserver,
    logger: Logger,
  ): Promise<ThreadedEngine> {
    const share = Math.floor(budgetBytes / threads);
    const settings = { ...shared, dsn, poolSize: POOL_SIZE, budgetBytes: share };
    const bytes = new Array<number>(threads).fill(0);
    const connections = Array.from({ length: threads }, (_, thread) => {
      const report = (held: number): void => {
        bytes[thread] = held;
        observer.indexMemory(bytes.reduce((sum, each) => sum + each, 0));
      };
      return new EngineConnection(settings, observer, report, logger);
    });
    await Promise.all(connections.map((connection) => connection.start()));
    return new ThreadedEngine(connections);
  }

  async rank(views: NamespaceViews, question: RankQuery): Promise<Ranked> {
    return unpackRanking(await this.connectionOf(views[0].tenant).ask('rank', { views, question }));
  }

  async rankPast(
    view: NamespaceView,
    at: number,
    question: RankQuery,
    where: FilterExpression | null,
  ): Promise<Ranked> {
    const asked = { view, at, question, where };
    return unpackRanking(await this.connectionOf(view.tenant).ask('rankPast', asked));
  }

  async analyse(texts: readonly string[]): Promise<Uint8Array[]> {
    return unpackForms(await this.idlest.ask('analyse', { texts }));
  }

  async renew(forms: readonly FormToRenew[]): Promise<Uint8Array[]> {
    return unpackForms(await this.idlest.ask('renew', { forms }));
  }

  async close(): Promise<void> {
    await Promise.all(this.connections.map((connection) => connection.close()));
  }

  private get idlest(): EngineConnection {
    return this.connections.reduce((best, each) => (each.load < best.load ? each : best));
  }

  private connectionOf(tenant: TenantId): EngineConnection {
    return this.connections[hashOf(tenant) % this.connections.length]!;
  }
}

/** FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/) */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
