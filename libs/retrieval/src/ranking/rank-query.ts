import type { AskedTime } from './asked-time';
import type { MetadataValue } from '../index/index-entry';
import type { Evidence } from '../relevance/evidence';
import type { HintName, RankingConstants } from './ranking-constants';

/** A condition on memories; every field that is given must hold. An empty filter admits everything. */
export interface RecallFilter {
  readonly userId?: string;
  readonly agentId?: string;
  readonly sessionId?: string;
  /** All of these tags. */
  readonly tags?: readonly string[];
  /** Any of these types. */
  readonly memoryTypes?: readonly string[];
  /** All of these pairs of a path and a value. */
  readonly metadata?: readonly (readonly [path: string, value: MetadataValue])[];
  /** Earliest time of the event (of the write, if no event time is known), inclusive, in epoch milliseconds. */
  readonly occurredAfter?: number;
  /** Latest time of the event (of the write, if no event time is known), inclusive, in epoch milliseconds. */
  readonly occurredBefore?: number;
  /** Only memories that arrived at these places: what somebody else found to meet conditions that the index does not know. */
  readonly arrivals?: Float64Array;
}

/** One question to a namespace. */
export interface RankQuery {
  readonly text: string;
  /** How many memories to return at most. */
  readonly limit: number;
  /** What may be returned. Memories outside still contribute to the scores of their neighbours. */
  readonly filter?: RecallFilter;
  /** Adds to every hit how its score came about. */
  readonly explain?: boolean;
  /** The time of the question in epoch milliseconds; needed only if recency has a weight. */
  readonly now?: number;
  /** What the question says of time. Absent: the month and the year that it names in English are looked at. */
  readonly time?: AskedTime;
  /** false leaves out older versions of what newer ones say. */
  readonly history?: boolean;
  /** What repetitions of one statement lose of their scores, 0 to 1; absent: that of the constants. */
  readonly diversity?: number;
  /** Ids in the working memory of the session: these documents are boosted, and reported separately. */
  readonly workingMemoryIds?: readonly string[];
  /** Constants that feedback adapted for the tenant; absent: the defaults. */
  readonly constants?: RankingConstants;
  /** true scores every memory, false only candidates; decided by the size of the namespace if absent. */
  readonly exhaustive?: boolean;
}

/** A hit, best first in the answer of a query. */
export interface RankedMemory {
  readonly id: string;
  readonly version: number;
  /** As its entry says: with the version it names one state of one memory. */
  readonly arrival: number;
  readonly score: number;
  /** Whether a newer memory says the same, perhaps with another value. */
  readonly older?: boolean;
  /** How likely it answers the question, 0 to 1: compares between questions. */
  readonly relevance: number;
  readonly explanation?: Explanation;
  /** With `explain`: what the relevance is drawn from. */
  readonly evidence?: Evidence;
  /** With an explanation: ISO 639-1 code of the language by which its text was analysed; `und` for none. */
  readonly language?: string;
}

/** The parts of a score. They add up to it. */
export interface Explanation {
  /** How much of the question's words the memory and its neighbourhood cover, about 0 to 1. */
  readonly lexical: number;
  /** Similarity of the embeddings above the mean of the namespace, weighted. */
  readonly dense: number;
  /** What each hint that applied added to the parts before it, in the order of application. */
  readonly hints: Readonly<Partial<Record<HintName, number>>>;
  /** What importance added. */
  readonly importance: number;
  /** What recency added. */
  readonly recency: number;
  /** What ratings for similar questions added or subtracted. */
  readonly feedback: number;
  /** What the order among alike results added or subtracted; absent: it left the memory where it was. */
  readonly order?: number;
}

/** A memory of the working memory. */
export interface WorkingMemoryMatch {
  readonly id: string;
  readonly version: number;
  /** Cosine between the question and its best passage. */
  readonly similarity: number;
}

/** The answer of a namespace to a question. */
export interface RankResult {
  readonly hits: RankedMemory[];
  /** Whether any of them fits the question better than any text does. */
  readonly fits: boolean;
  /** How many memories passed the filter and had a score above zero. */
  readonly totalCandidates: number;
  /** The memories of the working memory that are in the namespace and pass the filter, by descending similarity. */
  readonly workingMemory: readonly WorkingMemoryMatch[];
}
