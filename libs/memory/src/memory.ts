import type { JsonObject } from '@somabrain/kernel';

/** What a caller says of a memory. Times are milliseconds since the Unix epoch. */
interface MemoryFields {
  readonly namespace: string;
  /** The caller's own name of the memory; unique in its namespace. */
  readonly key: string | null;
  readonly content: string;
  readonly metadata: JsonObject;
  readonly userId: string | null;
  readonly agentId: string | null;
  readonly sessionId: string | null;
  /** Place inside the session; without one the order of arrival counts. */
  readonly position: number | null;
  /** A name, or one of the roles user, assistant, system, tool. */
  readonly speaker: string | null;
  readonly tags: readonly string[];
  readonly memoryType: string;
  /** 0 or more. */
  readonly importance: number;
  readonly occurredAt: number | null;
}

/** One memory as it is stored. */
export interface Memory extends MemoryFields {
  readonly id: string;
  readonly version: number;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly expiresAt: number | null;
}

/** What is to be remembered; defaults are filled in. */
export interface NewMemory extends MemoryFields {
  /** Seconds after which it is no longer recalled, counted by the database's clock. */
  readonly ttlSeconds: number | null;
}

/** What became of one remembered item. */
export interface Remembered {
  readonly status: 'created' | 'deduplicated' | 'updated';
  readonly id: string;
  readonly version: number;
  readonly key: string | null;
  readonly namespace: string;
  readonly createdAt: number;
}

/** Which memories may be returned. Every given condition must hold. */
export interface MemoryFilter {
  readonly userId?: string;
  readonly agentId?: string;
  readonly sessionId?: string;
  /** All of them. */
  readonly tags?: readonly string[];
  /** Any of them. */
  readonly memoryTypes?: readonly string[];
  /** Top-level metadata members that must have exactly these values. */
  readonly metadata?: Readonly<Record<string, string | number | boolean>>;
  /** Earliest time of what happened (of the write, if that is not known), inclusive. */
  readonly occurredAfter?: number;
  /** Latest time of it, inclusive. */
  readonly occurredBefore?: number;
}

/** A question. */
export interface RecallQuery {
  readonly namespace: string;
  readonly query: string;
  /** At most this many results, 1 to 100. */
  readonly limit: number;
  readonly filter: MemoryFilter;
  /** Results below are left out. Scores compare within one query only. */
  readonly minScore: number | null;
  readonly explain: boolean;
}

/** One result of a recall. */
export interface RecalledMemory {
  readonly memory: Memory;
  readonly score: number;
  /** What each signal added, when asked for; the parts sum to the score. */
  readonly explanation: Readonly<Record<string, number>> | null;
}

/** The answer to a recall, best first. */
export interface Recalled {
  readonly results: readonly RecalledMemory[];
  /** How many memories had a score above zero. */
  readonly totalCandidates: number;
}
