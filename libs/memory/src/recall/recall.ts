import type { Database } from '@somabrain/database';
import { type Clock, systemClock, type TenantContext, type Viewer } from '@somabrain/kernel';
import type { Explanation, RankedMemory, RankingAssets, RankResult } from '@somabrain/retrieval';
import type { Memory, Recalled, RecalledMemory, RecallQuery } from '../memory';
import type { NamespaceView, NamespaceViews } from '../ranking/index-feed';
import { namespacesOf, recallEach } from './recall-several';
import { recallNewest } from './recall-newest';
import { readWorkingMemoryHits } from './working-memory-ids';
import { type ActivatedMemory, activateHits } from '../links/activate-hits';
import { expressionOf } from '../filter/expression-of';
import { askedOf, isQuestion, type Question, questionOf } from './asked-of';
import { MemoryCache } from './memory-cache';
import { meetsFilter } from './memory-filter';
import { readHits } from './read-hits';
import { answerOf, type Found } from './relevant-results';
import { showTexts } from './shown-texts';
import { ledTo, Supersessions } from './superseding-first';
import { type TimedQuery, understoodTime, withTimes } from './time/time-question';
import type { Ranked, RankingEngine } from '../ranking/ranking-engine';
import { readAtVersions } from '../history/read-versions';

/** Parts of a recall that are timed. */
export type RecallStage = 'catch_up' | 'rank' | 'links' | 'read';

export interface RecallObserver {
  /** @param seconds how long the stage took */
  recallStage(stage: RecallStage, seconds: number): void;
  /** A defect of the ranking: such a hit is left out. */
  scoreNotFinite(): void;
}

const NOTHING: Found = { results: [], fits: false, totalCandidates: 0, inMind: [], degraded: [] };

/** Memories that change between ranking and reading are ranked again, this often. */
const MAX_ROUNDS = 3;

/** The use case recall: bring the index up, rank, read the winners. */
export class Recall {
  private readonly cache = new MemoryCache();

  constructor(
    private readonly database: Database,
    private readonly engine: RankingEngine,
    private readonly observer: RecallObserver,
    /** What memories gain by links to hits; 0: links are not read. */
    private readonly linkWeight: number,
    private readonly assets: RankingAssets,
    private readonly clock: Clock = systemClock,
  ) {}

  /** @throws Problem NAMESPACE_TOO_LARGE, AS_OF_TOO_LARGE, DATABASE_UNAVAILABLE */
  async execute(context: TenantContext, query: RecallQuery): Promise<Recalled> {
    const timed = withTimes(query, this.clock.now());
    const found = answerOf(await this.find(context, timed), query);
    const { results, omitted } = await showTexts(this.assets, found.results, query);
    const inSession = { ...query, maxTokens: null, highlight: false };
    const { results: inMind } = await showTexts(this.assets, found.inMind, inSession);
    const time = query.explain && timed.questionTime ? understoodTime(timed.questionTime) : null;
    return { ...found, results, inMind, ...(omitted && { omitted }), ...(time && { time }) };
  }

  /** The memories, with their whole texts. */
  private async find(context: TenantContext, query: TimedQuery): Promise<Found> {
    if (query.namespaces) return this.findInSeveral(context, query, query.namespaces);
    const view = viewOf(context, query.namespace);
    if (!isQuestion(query)) return this.timed('read', () => recallNewest(this.database, view, query));
    return query.asOf === null ? this.recallPresent([view], query) : this.recallPast(view, query, query.asOf);
  }

  private async findInSeveral(
    context: TenantContext,
    query: TimedQuery,
    patterns: readonly string[],
  ): Promise<Found> {
    const names = await namespacesOf(this.database, context, patterns);
    if (!isQuestion(query) || query.asOf !== null)
      return recallEach(names, query, (each) => this.find(context, each));
    const [first, ...others] = names.map((name) => viewOf(context, name));
    return first ? this.recallPresent([first, ...others], query) : NOTHING;
  }

  private async recallPresent(views: NamespaceViews, query: Question): Promise<Found> {
    const [viewer] = views;
    const namespaces = new Set(views.map(({ namespace }) => namespace));
    for (let round = 1; ; round += 1) {
      const ranked = await this.engine.rank(views, await askedOf(this.database, views, query));
      const { hits, fits, totalCandidates, workingMemory } = this.admitted(ranked, query);
      const activated = await this.activated(viewer, query, hits);
      const { results, stale } = await this.timed('read', () =>
        this.read(viewer, query, activated, { namespaces, superseding: ranked.superseding }),
      );
      if (!stale || round === MAX_ROUNDS) {
        return {
          results,
          fits,
          totalCandidates,
          inMind: await readWorkingMemoryHits(this.database, viewer, query, workingMemory, namespaces),
          degraded: [],
        };
      }
    }
  }

  private async recallPast(view: NamespaceView, query: Question, at: number): Promise<Found> {
    const ranked = await this.engine.rankPast(view, at, questionOf(query, {}), expressionOf(query.filter));
    const { hits, fits, totalCandidates } = this.admitted(ranked, query);
    const memories = await this.timed('read', () => readAtVersions(this.database, view, hits));
    const results = hits.flatMap((hit) => {
      const memory = memories.get(hit.id);
      return memory && meetsFilter(memory, query.filter) ? [resultOf(memory, hit)] : [];
    });
    return {
      results: results.slice(0, query.limit),
      fits,
      totalCandidates,
      inMind: [],
      degraded: [],
    };
  }

  /** The hits with what links to the best of them add. */
  private async activated(
    viewer: Viewer,
    query: RecallQuery,
    hits: readonly RankedMemory[],
  ): Promise<readonly ActivatedMemory[]> {
    if (this.linkWeight === 0 || hits.length === 0) return hits;
    const activated = await this.timed('links', () =>
      activateHits(this.database, viewer, hits, this.linkWeight, query.explain),
    );
    return activated.filter((hit) => isWanted(hit, query));
  }

  /** The hits that may be answered. */
  private admitted(
    { hits, fits, totalCandidates, workingMemory, stages }: Ranked,
    query: RecallQuery,
  ): RankResult {
    this.observer.recallStage('catch_up', stages.catchUp);
    this.observer.recallStage('rank', stages.rank);
    const wanted = hits.filter((hit) => this.isFinite(hit) && isWanted(hit, query));
    return { hits: wanted, fits, totalCandidates, workingMemory };
  }

  private isFinite({ score }: RankedMemory): boolean {
    if (!Number.isFinite(score)) this.observer.scoreNotFinite();
    return Number.isFinite(score);
  }

  /** Reads the best hits until the limit is reached. `stale` when one of them changed after it was ranked. */
  private async read(
    viewer: Viewer,
    query: TimedQuery,
    hits: readonly ActivatedMemory[],
    { namespaces, superseding }: { namespaces: ReadonlySet<string>; superseding: boolean },
  ): Promise<{ results: readonly RecalledMemory[]; stale: boolean }> {
    const cache = superseding ? null : this.cache;
    const supersessions = this.supersessions(viewer, query, hits, namespaces);
    const found: RecalledMemory[] = [];
    let results: readonly RecalledMemory[] = [];
    let stale = false;
    for (let next = 0; next < hits.length && results.length < query.limit;) {
      const chunk = hits.slice(next, next + query.limit - results.length);
      next += chunk.length;
      const memories = await readHits(this.database, cache, viewer, chunk);
      const superseded: string[] = [];
      for (const hit of chunk) {
        const { memory, maybeSuperseded } = memories.get(hit.id) ?? {};
        if (memory && isAsRanked(memory, hit, query, namespaces)) {
          found.push(resultOf(memory, hit));
          if (maybeSuperseded) superseded.push(hit.id);
        } else if (hit.version !== null) stale = true;
      }
      await supersessions?.find(superseded);
      results = (supersessions?.placed(found) ?? found).filter(
        ({ older }) => !older || query.history !== false,
      );
    }
    return { results: results.slice(0, query.limit), stale };
  }

  /** What links say of versions; null where the question wants what was true at a time, or first. */
  private supersessions(
    viewer: Viewer,
    { questionTime, ...query }: TimedQuery,
    hits: readonly ActivatedMemory[],
    namespaces: ReadonlySet<string>,
  ): Supersessions | null {
    if (questionTime && (questionTime.range !== null || questionTime.order === 'oldest')) return null;
    return new Supersessions(this.database, viewer, (memory) => {
      const known = hits.find(({ id, version }) => id === memory.id && version === memory.version);
      const hit = known ?? ledTo(memory.id, query.explain);
      return isAsRanked(memory, hit, query, namespaces) ? resultOf(memory, hit) : null;
    });
  }

  private async timed<T>(stage: RecallStage, work: () => T | Promise<T>): Promise<T> {
    const start = performance.now();
    const result = await work();
    this.observer.recallStage(stage, (performance.now() - start) / 1000);
    return result;
  }
}

function viewOf({ tenant, visibility }: TenantContext, namespace: string): NamespaceView {
  return { tenant, namespace, ...(visibility && { visibility }) };
}

/** Whether a hit is good enough for a question. */
function isWanted(
  { score, relevance }: Pick<RankedMemory, 'score' | 'relevance'>,
  query: RecallQuery,
): boolean {
  return score >= (query.minScore ?? -Infinity) && relevance >= (query.minRelevance ?? 0);
}

function isAsRanked(
  memory: Memory,
  hit: ActivatedMemory,
  query: RecallQuery,
  namespaces: ReadonlySet<string>,
): boolean {
  return (
    (hit.version === null || memory.version === hit.version) &&
    memory.closed === null &&
    namespaces.has(memory.namespace) &&
    meetsFilter(memory, query.filter)
  );
}

function resultOf(memory: Memory, hit: ActivatedMemory): RecalledMemory {
  const { score, relevance, explanation, language, older, linked = 0 } = hit;
  const found = { memory, score, relevance, ...(older && { older }) };
  if (!explanation) return { ...found, explanation: null };
  const parts = { ...partsOf(explanation), ...(linked > 0 && { links: linked }) };
  return { ...found, explanation: parts, ...(language !== undefined && { language }) };
}

/** The explanation as one list of parts: those every score has, then what else applied. */
function partsOf({ lexical, dense, hints, ...factors }: Explanation): Record<string, number> {
  const applied = Object.entries({ ...hints, ...factors }).filter(([, part]) => part !== 0);
  return { lexical, dense, ...Object.fromEntries(applied) };
}
