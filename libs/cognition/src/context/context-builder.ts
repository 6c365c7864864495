import { type Clock, systemClock, type TenantContext } from '@somabrain/kernel';
import {
  type Memory,
  type MemoryFilter,
  type MemoryService,
  type Omitted,
  type RecalledMemory,
  type RecallPart,
  type TimeQuestion,
  timesOf,
  type WorkingMemoryHit,
} from '@somabrain/memory';
import { activation, tokensOf } from '@somabrain/retrieval';
import type { AdaptationState } from '../adaptation/adaptation-state';
import type { TenantTuning } from '../tuning/tenant-tuning';
import type { TuningStore } from '../tuning/tuning-store';
import { chooseMemories, repeatedShare } from './choose-memories';
import { cautiousTau, relevanceOf, softmax, tauFor } from './context-weights';
import { blockOf, promptOf, roomBeside, tokensOfOne } from './prompt';
import { wordCounts } from './word-overlap';

/** Candidates for each memory that may go into the prompt. */
const CANDIDATES_EACH = 4;
const [LEAST_CANDIDATES, MOST_CANDIDATES] = [20, 100];
/** Links of a candidate that count, the heaviest. */
const LINKS_EACH = 20;
const DAY_MS = 86_400_000;
const HALF_LIFE_DAYS = 30;

/** The prompt to build. */
export interface ContextQuery extends TimeQuestion {
  readonly query: string;
  readonly namespace: string;
  /** Several instead, as of a recall. */
  readonly namespaces?: readonly string[];
  readonly sessionId: string | null;
  /** Only such memories go into the prompt. */
  readonly filter: MemoryFilter;
  /** Memories at most. */
  readonly limit: number;
  /** Tokens of the whole prompt at most, the question included. */
  readonly maxTokens: number;
  /** Memories of less relevance are left out, 0 to 1. Absent: none, unless nothing at all fits. */
  readonly minRelevance?: number;
}

/** A memory that went into a prompt. */
export interface ContextMemory {
  readonly memory: Memory;
  /** Of the recall. */
  readonly score: number;
  /** How likely it answers the question, 0 to 1: of the recall. */
  readonly relevance: number;
  /** Its share of what speaks for all candidates, 0 to 1. */
  readonly weight: number;
  /** Whether its content is the passages that answer best, since the whole text is too long. */
  readonly isCut: boolean;
}

/** A prompt and its memories. */
export interface BuiltContext {
  readonly prompt: string;
  readonly tokens: number;
  /** In the order of the prompt: as they happened. */
  readonly memories: readonly ContextMemory[];
  /** How likely what was recalled answers the question: the relevance of the most relevant, 0 without any. */
  readonly answerable: number;
  /** Sum of the values of the memories, by the weights of the tenant. */
  readonly utility: number;
  /** Candidates that were not taken. */
  readonly leftOut: number;
  /** Those of them that `maxTokens` left no room for. Absent: none. */
  readonly omitted?: Omitted;
  readonly workingMemory: readonly WorkingMemoryHit[];
  readonly degraded: readonly RecallPart[];
}

/** Builds prompts from what a question recalls: relevant memories without repetitions, within a token budget, in chronological order. */
export class ContextBuilder {
  constructor(
    private readonly memories: Pick<MemoryService, 'recall' | 'follow'>,
    private readonly tunings: Pick<TuningStore, 'read'>,
    private readonly clock: Clock = systemClock,
  ) {}

  /** @throws Problem NAMESPACE_TOO_LARGE, DATABASE_UNAVAILABLE, MEMORY_UNAVAILABLE */
  async build(context: TenantContext, question: ContextQuery): Promise<BuiltContext> {
    const tuning = await this.tunings.read(context.tenant);
    const recalled = await this.memories.recall(context, recallQueryOf(question));
    const { answerable, inMind: workingMemory, degraded } = recalled;
    const results = recalled.results.map(asShown);
    const linked = await this.linkSupport(context, results, tuning.adaptation);
    const weights = this.weightsOf(results, linked, tuning);
    const { chosen, utility, crowded } = choose(results, weights, tuning.adaptation, question);
    const memories = chosen
      .map((place) => ({ ...results[place]!, weight: weights[place]! }))
      .sort((one, other) => compareTimes(one.memory, other.memory))
      .map(({ memory, score, relevance, weight, excerpt }) => ({
        memory,
        score,
        relevance,
        weight,
        isCut: excerpt !== undefined,
      }));
    const prompt = promptOf(
      memories.map(({ memory }) => blockOf(memory)),
      question.query,
    );
    const leftOut = results.length - memories.length;
    const omitted = omittedOf(crowded.map((place) => results[place]!));
    const found = { prompt, tokens: tokensOf(prompt), memories, answerable, utility };
    return { ...found, leftOut, workingMemory, degraded, ...(omitted && { omitted }) };
  }

  /** What links between the candidates bring to each, 0 to 1. */
  private async linkSupport(
    context: TenantContext,
    results: readonly RecalledMemory[],
    { retrieval }: AdaptationState,
  ): Promise<ReadonlyMap<string, number>> {
    if (retrieval.beta === 0 || results.length < 2) return new Map();
    const ids = results.map(({ memory }) => memory.id);
    const links = await this.memories.follow(context, {
      ids,
      direction: 'out',
      types: null,
      each: LINKS_EACH,
    });
    const edges = links.flatMap(({ sourceId: from, targetId: to, weight }) =>
      to === null ? [] : { from, to, weight },
    );
    const [best] = results;
    return activation(
      new Map(results.map(({ memory, score }) => [memory.id, score / best!.score])),
      edges,
      1,
    );
  }

  private weightsOf(
    results: readonly RecalledMemory[],
    linked: ReadonlyMap<string, number>,
    { adaptation: { retrieval }, neuromodulators }: TenantTuning,
  ): number[] {
    const now = this.clock.now();
    const halfLifeMs = HALF_LIFE_DAYS * 4 ** (neuromodulators.serotonin - 0.5) * DAY_MS;
    const relevances = results.map(({ memory, score }) => {
      const age = Math.max(0, now - timeOf(memory));
      const signals = {
        closeness: score / results[0]!.score,
        links: linked.get(memory.id) ?? 0,
        recency: 0.5 ** (age / halfLifeMs),
      };
      return relevanceOf(signals, retrieval);
    });
    const repeated = repeatedShare(results.map(({ memory }) => wordCounts(memory.content)));
    const tau = cautiousTau(tauFor(retrieval.tau, repeated), neuromodulators.noradrenaline);
    return relevances.length === 0 ? [] : softmax(relevances, tau);
  }
}

function recallQueryOf(question: ContextQuery) {
  const { query, namespace, namespaces, sessionId, filter, limit, maxTokens, minRelevance } = question;
  return {
    ...timesOf(question),
    query,
    namespace,
    ...(namespaces && { namespaces }),
    limit: Math.min(MOST_CANDIDATES, Math.max(LEAST_CANDIDATES, CANDIDATES_EACH * limit)),
    filter,
    minScore: null,
    explain: false,
    asOf: null,
    maxTokens: null,
    passageTokens: tokensOfOne(query, maxTokens),
    ...(minRelevance !== undefined && { minRelevance }),
    ...(sessionId !== null && { sessionId }),
  };
}

function choose(
  results: readonly RecalledMemory[],
  weights: readonly number[],
  { utility }: AdaptationState,
  { query, limit, maxTokens }: ContextQuery,
): ReturnType<typeof chooseMemories> {
  const most = Math.max(...weights);
  const candidates = results.map(({ memory }, place) => ({
    weight: weights[place]! / most,
    length: blockOf(memory).length,
    tokens: tokensOf(blockOf(memory)),
    words: wordCounts(memory.content),
  }));
  return chooseMemories(candidates, utility, { memories: limit, tokens: roomBeside(query, maxTokens) });
}

function omittedOf(crowded: readonly RecalledMemory[]): Omitted | null {
  if (crowded.length === 0) return null;
  const tokens = crowded.reduce((sum, { memory }) => sum + tokensOf(memory.content), 0);
  return { count: crowded.length, tokens };
}

/** The result with the text that goes into the prompt. */
function asShown(result: RecalledMemory): RecalledMemory {
  const { memory, excerpt } = result;
  return excerpt ? { ...result, memory: { ...memory, content: excerpt.text } } : result;
}

/** When it happened or, where that is not known, was stored. */
function timeOf({ occurredAt, createdAt }: Memory): number {
  return occurredAt ?? createdAt;
}

function compareTimes(one: Memory, other: Memory): number {
  const byTime = timeOf(one) - timeOf(other);
  if (byTime !== 0) return byTime;
  return (one.position ?? 0) - (other.position ?? 0) || one.createdAt - other.createdAt;
}
