import type { JsonObject } from '@somabrain/kernel';
import type { Supersession } from './consolidation/supersession';
import type { FilterExpression } from './filter/filter-expression';
import type { NewLink } from './links/link';
import type { Page, PageQuery } from './listing/page';
import type { TimeQuestion, UnderstoodTime } from './recall/time/time-mode';

/** The fields of a memory that a caller sets. Times are milliseconds since the Unix epoch. */
export interface MemoryFields {
  readonly namespace: string;
  /** The caller's own name of the memory: unique in its namespace for each user and agent. */
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
  /** Null while it holds. */
  readonly closed: Supersession | null;
}

/** Fields that a memory may keep when something is remembered under its key. */
export const KEPT_FIELDS = [
  'metadata',
  'userId',
  'agentId',
  'sessionId',
  'position',
  'speaker',
  'tags',
  'memoryType',
  'importance',
  'occurredAt',
  'ttlSeconds',
] as const;
export type KeptField = (typeof KEPT_FIELDS)[number];

/** A memory to remember, with defaults filled in. */
export interface NewMemory extends MemoryFields {
  /** Seconds after which it is no longer recalled, counted by the database's clock. */
  readonly ttlSeconds: number | null;
  /** To other memories; they are no part of a version. */
  readonly links?: readonly NewLink[];
  /**
   * Fields that the caller did not name: the memory that has the key, or says the same, keeps them, and of the metadata the members that are
   * not given. Absent: all are named.
   */
  readonly keeps?: readonly KeptField[];
}

/** The outcome of remembering one memory. */
export interface Remembered {
  readonly status: 'created' | 'deduplicated' | 'updated';
  readonly id: string;
  readonly version: number;
  readonly key: string | null;
  readonly namespace: string;
  readonly createdAt: number;
  /** Whether this is the answer to an earlier request with the same idempotency key. */
  readonly replayed: boolean;
}

/** A memory that is queued in the journal while the memory service is unavailable. It is durable, and will be stored. */
export interface Queued {
  readonly status: 'queued';
  /** Its id if it turns out to be new; one that has its key, or says the same, keeps its own. */
  readonly id: string;
  readonly key: string | null;
  readonly namespace: string;
  /** When it was accepted. */
  readonly createdAt: number;
  /** Whether this is the answer to an earlier request with the same idempotency key. */
  readonly replayed: boolean;
}

/**
 * A change of a memory: absent fields stay, null clears those that can be empty. Members of the metadata are changed one by one,
 * and null removes a member (RFC 7396).
 */
export type MemoryPatch = Partial<Omit<NewMemory, 'metadata' | 'links' | 'keeps'>> & {
  readonly metadata?: JsonObject;
};

/** A memory after a change, a restore included. */
export interface Changed {
  readonly memory: Memory;
  /** Whether this is the answer to an earlier request with the same idempotency key. */
  readonly replayed: boolean;
}

/** A memory as it was from `recordedAt` until `replacedAt` (null: it still is). */
export interface MemoryVersion {
  readonly memory: Memory;
  readonly recordedAt: number;
  readonly replacedAt: number | null;
}

/** What lists can be sorted by. */
export const LIST_SORTS = ['created_at', 'occurred_at', 'importance'] as const;

/** The order of a list. Of equals, that of their ids. */
export interface ListOrder {
  /** Null: the order of arrival. `occurred_at` means the time of the write for a memory without one. */
  readonly by: (typeof LIST_SORTS)[number] | null;
  readonly descending: boolean;
}

/** Which memories to list. */
export interface ListQuery extends PageQuery {
  /** Null: of every namespace. */
  readonly namespace: string | null;
  readonly key: string | null;
  /** Only of these; absent: any. At most 1,000. */
  readonly ids?: readonly string[];
  readonly filter: MemoryFilter;
  /** Absent: newest first. */
  readonly order?: ListOrder;
  readonly total: boolean;
}

/** Asks for these memories, on one page where their texts are not too long for it. Without a narrowing: wherever they are. */
export function memoriesWithIds(
  ids: readonly string[],
  { namespace = null, filter = {} }: Partial<Pick<ListQuery, 'namespace' | 'filter'>> = {},
): ListQuery {
  return { ids, namespace, key: null, filter, total: false, limit: ids.length, cursor: null };
}

export interface MemoryPage extends Page<Memory> {
  /** How many there are in all, when asked for. */
  readonly total: number | null;
}

/** Which memories to forget. Every given condition must hold; with none of them, all of the tenant. */
export interface ForgetQuery {
  readonly namespace: string | null;
  readonly key: string | null;
  readonly ids: readonly string[] | null;
  readonly filter: MemoryFilter;
  /** Only counts. */
  readonly dryRun: boolean;
}

/** What a forget did, or what it would do. */
export interface ForgetReceipt {
  readonly dryRun: boolean;
  /** Memories that met the conditions. */
  readonly matched: number;
  /** Memories that were derived from those, directly or not. */
  readonly derived: number;
  /** Rows removed from each store. */
  readonly stores: Readonly<
    Record<'memories' | 'memory_versions' | 'memory_vectors' | 'memory_links' | 'memory_feedback', number>
  >;
  /** SHA-256 over the sorted ids of what is forgotten, hex. */
  readonly digest: string;
  /** Id of the audit record that says so; null for a dry run. */
  readonly auditId: string | null;
  readonly replayed: boolean;
}

/** Which memories may be returned. Every given condition must hold. */
export interface MemoryFilter {
  /** The condition of the caller; the other members are short forms of frequent conditions. */
  readonly where?: FilterExpression;
  readonly userId?: string;
  readonly agentId?: string;
  readonly sessionId?: string;
  /** All of them. */
  readonly tags?: readonly string[];
  /** Any of them. */
  readonly memoryTypes?: readonly string[];
  /** Members of the metadata, by their paths, that must have these values. */
  readonly metadata?: Readonly<Record<string, string | number | boolean>>;
  /** Earliest time of what happened (of the write, if that is not known), inclusive. */
  readonly occurredAfter?: number;
  /** Latest time of it, inclusive. */
  readonly occurredBefore?: number;
}

/** A question. */
export interface RecallQuery extends TimeQuestion {
  readonly namespace: string;
  /** Several instead, at most 16, ranked together. `org/*` stands for those that begin with `org/`. */
  readonly namespaces?: readonly string[];
  /** Null: no question is asked, and the newest memories that meet the filter are answered. */
  readonly query: string | null;
  /** At most this many results, 1 to 100. */
  readonly limit: number;
  readonly filter: MemoryFilter;
  /** Results below are left out. Scores compare within one query only. */
  readonly minScore: number | null;
  /** Results of less relevance are left out, 0 to 1. Absent: none, unless nothing at all fits the question. */
  readonly minRelevance?: number;
  readonly explain: boolean;
  /** Recalls what was known at this time, in milliseconds since the Unix epoch; null: now. */
  readonly asOf: number | null;
  /** At most about this many tokens of texts, as `tokensOf` counts them; null: no bound. */
  readonly maxTokens: number | null;
  /** A longer text is cut to its best passages; absent or 0: texts are whole. */
  readonly passageTokens?: number;
  /** Whether the words of the question are marked in the texts. */
  readonly highlight?: boolean;
  /** The session that the question is asked in. Its working memory is query context. */
  readonly sessionId?: string;
  /**
   * Ids of the caller's working memory, at most 256. Their scores are raised, and they are answered apart. The name is that of the field in
   * requests to a memory service of any release.
   */
  readonly inMind?: readonly string[];
  /** false leaves out older versions of what newer memories say. */
  readonly history?: boolean;
  /** How much of their scores the third and later wordings of one statement lose, 0 to 1; with 1 they are left out. Absent: 1. */
  readonly diversity?: number;
}

/** One result of a recall. */
export interface RecalledMemory {
  readonly memory: Memory;
  readonly score: number;
  /** How likely it answers the question, 0 to 1: compares between questions. 1 where nothing was asked. */
  readonly relevance: number;
  /** What each signal added, when asked for; the parts sum to the score. */
  readonly explanation: Readonly<Record<string, number>> | null;
  /** With an explanation: ISO 639-1 code of the language by which the text was analysed; `und` for none. */
  readonly language?: string;
  /** What is shown of a text that is too long. Absent: the whole. */
  readonly excerpt?: Excerpt;
  /** Where words of the question stand in what is shown: offsets [start, end) in UTF-16 code units. */
  readonly highlights?: readonly (readonly [number, number])[];
  /** Whether a newer memory says the same, perhaps with another value. */
  readonly older?: boolean;
}

/** The passages of a text that answer a question best, in the order of the text. The memory of a hit has them instead of its whole content. */
export interface Excerpt {
  /** The passages, with " … " between them. */
  readonly text: string;
  /** Characters of the whole content, in UTF-16 code units. Absent in answers of services that do not know it yet, which send the whole. */
  readonly length?: number;
  /** Where they stand in the whole content, in UTF-16 code units, the end excluded; `matched` is the sentence of each that answers best. */
  readonly passages: readonly { readonly start: number; readonly end: number; readonly matched: string }[];
}

/** What an answer has no room for. */
export interface Omitted {
  readonly count: number;
  readonly tokens: number;
}

/** A memory of the caller's working memory that fits the question. */
export interface WorkingMemoryHit {
  readonly memory: Memory;
  /** How well it fits the question, 0 to 1. */
  readonly score: number;
  /** What is shown of a text that is too long. Absent: the whole. */
  readonly excerpt?: Excerpt;
}

/** What an answer may lack. */
export type RecallPart = 'working_memory';

/** The answer to a recall, best first. */
export interface Recalled {
  readonly results: readonly RecalledMemory[];
  /** How likely the results answer the question, 0 to 1: the relevance of the most relevant, 0 without results. */
  readonly answerable: number;
  /** How many memories had a score above zero. */
  readonly totalCandidates: number;
  /** The entries of the caller's working memory that fit best, whether or not they are among the results. */
  readonly inMind: readonly WorkingMemoryHit[];
  /** Parts of recall that were unavailable; their results are missing. */
  readonly degraded: readonly RecallPart[];
  /** Results that `maxTokens` left no room for. Absent: none. */
  readonly omitted?: Omitted;
  /** With `explain`: the times of the question as they were understood. Absent: none was found. */
  readonly time?: UnderstoodTime;
}
