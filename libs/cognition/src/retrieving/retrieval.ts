import { Injectable } from '@nestjs/common';
import { systemClock, type TenantContext } from '@somabrain/kernel';
import {
  type Excerpt,
  meetsFilter,
  memoriesWithIds,
  type Memory,
  MemoryService,
  type NewMemory,
  type Recalled,
  type RecalledMemory,
  timesOf,
  withTimes,
} from '@somabrain/memory';
import { activation } from '@somabrain/retrieval';
import { wordCounts } from '../context/word-overlap';
import { diversify } from './diversify';
import type { Retrieved, RetrievedCandidate, Retriever, RetrievalQuery } from './retrieval-query';
import { showCandidates, tokensOfOne } from './shown-candidates';
import { fuse, type Fused, type RetrievedList } from './fuse';

/** What each counts in the fusion. */
const WEIGHTS: Readonly<Record<Retriever, number>> = { vector: 1, wm: 1, graph: 1, lexical: 0.8 };
/** Candidates of a retriever. */
const EACH = 50;
/** Hits whose links are followed, and how many of each. */
const [PASSING_ON, LINKS_EACH] = [5, 20];
/** The score of a memory that the request names. */
const EXACT_SCORE = 1e9;

/** Retrieves memories in several ways at once and fuses what they find. */
@Injectable()
export class Retrieval {
  constructor(private readonly memories: MemoryService) {}

  /** @throws Problem as recall */
  async retrieve(context: TenantContext, query: RetrievalQuery): Promise<Retrieved> {
    const exact =
      query.exact && !query.exact.closed && meetsFilter(query.exact, query.filter)
        ? [{ memory: query.exact, score: EXACT_SCORE, relevance: 1, retriever: 'exact' as const }]
        : [];
    if (query.exactOnly) return shownOf(exact, [], query, { expansions: 0, degraded: [] });
    const asked = { ...recallQueryOf(query), referenceTime: query.referenceTime ?? systemClock.now() };
    const recalled = await this.memories.recall(context, asked);
    const linked = query.retrievers.includes('graph')
      ? await this.linked(context, recalled.results)
      : new Map<string, number>();
    const known = new Map(
      [...recalled.results, ...recalled.inMind].map(({ memory }) => [memory.id, memory] as const),
    );
    const expansions = await this.unknown(
      context,
      [...linked.keys()].filter((id) => !known.has(id)),
      // What links lead to must lie in the times of the question, too.
      withTimes(asked, asked.referenceTime),
    );
    for (const memory of expansions) known.set(memory.id, memory);
    const fused = fuse(listsOf(query.retrievers, recalled, linked)).filter(({ id }) => known.has(id));
    const relevances = new Map(recalled.results.map(({ memory, relevance }) => [memory.id, relevance]));
    const others = ordered(fused, known, query.diverse)
      .map((candidate) => ({ ...candidate, relevance: relevances.get(candidate.memory.id) ?? 0 }))
      .filter(
        ({ memory, relevance }) => memory.id !== query.exact?.id && relevance >= (query.minRelevance ?? 0),
      );
    const found = [...recalled.results, ...recalled.inMind];
    const facts = { expansions: expansions.length, degraded: recalled.degraded };
    return shownOf([...exact, ...others].slice(0, query.limit), found, query, facts);
  }

  /** Stores that the question was asked, linked to what was retrieved for it. @returns its id; @throws Problem as remember */
  async persist(
    context: TenantContext,
    query: RetrievalQuery,
    candidates: readonly RetrievedCandidate[],
  ): Promise<string> {
    const links = candidates.map(({ memory }) => ({
      type: 'related' as const,
      target: { id: memory.id },
      weight: 1,
    }));
    const { id } = await this.memories.remember(context, { ...memoryOf(query), links });
    return id;
  }

  /** What links give to memories around the best, one hop far. */
  private async linked(
    context: TenantContext,
    results: readonly RecalledMemory[],
  ): Promise<Map<string, number>> {
    const best = results.slice(0, PASSING_ON);
    const ids = best.map(({ memory }) => memory.id);
    const links = await this.memories.follow(context, {
      ids,
      direction: 'both',
      types: null,
      each: LINKS_EACH,
    });
    const edges = links.flatMap(({ sourceId: from, targetId: to, weight }) =>
      to === null ? [] : { from, to, weight },
    );
    return activation(new Map(best.map(({ memory, score }) => [memory.id, score])), edges, 1);
  }

  private async unknown(
    context: TenantContext,
    ids: readonly string[],
    { namespace, namespaces, filter }: Pick<RetrievalQuery, 'namespace' | 'namespaces' | 'filter'>,
  ): Promise<readonly Memory[]> {
    if (ids.length === 0) return [];
    const query = memoriesWithIds(ids, { namespace: namespaces ? null : namespace, filter });
    const { items } = await this.memories.list(context, query);
    return items.filter((memory) => !memory.closed && isAmong(memory.namespace, namespaces));
  }
}

/** What was retrieved, with what is shown of it. @param found with the passages that a recall chose */
function shownOf(
  candidates: readonly RetrievedCandidate[],
  found: readonly { readonly memory: Memory; readonly excerpt?: Excerpt }[],
  query: RetrievalQuery,
  facts: Pick<Retrieved, 'expansions' | 'degraded'>,
): Retrieved {
  const excerpts = new Map(
    found.flatMap(({ memory, excerpt }) => (excerpt ? [[memory.id, excerpt] as const] : [])),
  );
  const { shown, omitted } = showCandidates(candidates, excerpts, query);
  const answerable = Math.max(0, ...candidates.map(({ relevance }) => relevance));
  return { ...facts, candidates: shown, answerable, ...(omitted && { omitted }) };
}

/** Whether a namespace is one of these, or one that `org/*` stands for. Absent: any is. */
function isAmong(namespace: string, namespaces: readonly string[] | undefined): boolean {
  if (!namespaces) return true;
  return namespaces.some((each) =>
    each.endsWith('*') ? namespace.startsWith(each.slice(0, -1)) : namespace === each,
  );
}

function recallQueryOf(asked: RetrievalQuery) {
  const { query, namespace, namespaces, sessionId, filter, minRelevance, ...question } = asked;
  return {
    ...timesOf(question),
    query,
    namespace,
    ...(namespaces && { namespaces }),
    limit: EACH,
    filter,
    minScore: null,
    explain: true,
    asOf: null,
    maxTokens: null,
    ...(minRelevance !== undefined && { minRelevance }),
    passageTokens: tokensOfOne(asked),
    ...(sessionId !== null && { sessionId }),
  };
}

/** The results of each retriever: `vector` is the whole ranking of recall, `lexical` the ranking by words alone. */
function listsOf(
  retrievers: readonly Retriever[],
  { results, inMind }: Recalled,
  linked: ReadonlyMap<string, number>,
): RetrievedList[] {
  const scoresOf: Record<Retriever, () => { id: string; score: number }[]> = {
    vector: () => results.map(({ memory, score }) => ({ id: memory.id, score })),
    wm: () => inMind.map(({ memory, score }) => ({ id: memory.id, score })),
    graph: () => [...linked].map(([id, score]) => ({ id, score })),
    lexical: () =>
      results.map(({ memory, explanation }) => ({ id: memory.id, score: explanation?.lexical ?? 0 })),
  };
  return [...new Set(retrievers)].map((retriever) => ({
    retriever,
    weight: WEIGHTS[retriever],
    hits: scoresOf[retriever]()
      .filter(({ score }) => score > 0)
      .sort((one, other) => other.score - one.score),
  }));
}

function ordered(
  fused: readonly Fused[],
  known: ReadonlyMap<string, Memory>,
  diverse: boolean,
): Omit<RetrievedCandidate, 'relevance'>[] {
  const candidates = fused.map(({ id, score, retriever }) => {
    const memory = known.get(id)!;
    return {
      memory,
      score,
      retriever: retriever as Retriever,
      words: wordCounts(diverse ? memory.content : ''),
    };
  });
  return (diverse ? diversify(candidates) : candidates).map(({ words: _, ...candidate }) => candidate);
}

function memoryOf({ query, namespace, sessionId, userId, agentId }: RetrievalQuery): NewMemory {
  return {
    namespace,
    key: null,
    content: query,
    metadata: { source: 'rag' },
    userId,
    agentId,
    sessionId,
    position: null,
    speaker: null,
    tags: ['rag_session'],
    memoryType: 'episodic',
    importance: 1,
    occurredAt: null,
    ttlSeconds: null,
  };
}
