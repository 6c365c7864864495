import type { Excerpt, Memory, MemoryFilter, Omitted, Recalled, TimeQuestion } from '@somabrain/memory';

export const RETRIEVERS = ['vector', 'wm', 'graph', 'lexical'] as const;
export type Retriever = (typeof RETRIEVERS)[number];

/** What to retrieve memories by. */
export interface RetrievalQuery extends TimeQuestion {
  readonly query: string;
  readonly namespace: string;
  /** Several instead, as of a recall. Nothing is stored then. */
  readonly namespaces?: readonly string[];
  readonly sessionId: string | null;
  /** Only such memories are retrieved, the one named by `exact` included. */
  readonly filter: MemoryFilter;
  /** Whose the memory is, should the question be stored. */
  readonly userId: string | null;
  readonly agentId: string | null;
  readonly limit: number;
  /** Memories of less relevance are left out, 0 to 1. Absent: none, unless nothing at all fits. */
  readonly minRelevance?: number;
  /** A longer text is cut to this many tokens; 0: texts are whole. */
  readonly passageTokens: number;
  /** At most about this many tokens of texts; null: no bound. */
  readonly maxTokens: number | null;
  readonly retrievers: readonly Retriever[];
  /** Whether what repeats another one comes later. */
  readonly diverse: boolean;
  /** The memory that is asked for by its name: it comes first, unless it is closed. */
  readonly exact: Memory | null;
  /** Whether nothing else is wanted. */
  readonly exactOnly: boolean;
}

export interface RetrievedCandidate {
  readonly memory: Memory;
  readonly score: number;
  /** How likely it answers the question, 0 to 1: of the recall. 1 for what was named, 0 for what recall did not find. */
  readonly relevance: number;
  readonly retriever: Retriever | 'exact';
  /** What is shown of a text that is too long. Absent: the whole. */
  readonly excerpt?: Excerpt;
}

export interface Retrieved {
  readonly candidates: readonly RetrievedCandidate[];
  /** How likely they answer the question: the relevance of the most relevant, 0 without any. */
  readonly answerable: number;
  /** Memories that only links led to. */
  readonly expansions: number;
  readonly degraded: Recalled['degraded'];
  /** Candidates that `maxTokens` left no room for. Absent: none. */
  readonly omitted?: Omitted;
}
