import type { Problem, TenantContext } from '@somabrain/kernel';
import type { Consolidated, ConsolidationRequest } from './consolidation/consolidation';
import type {
  FollowQuery,
  Link,
  Linked,
  LinkQuery,
  LinkRequest,
  MemoryAddress,
  NamedAddress,
  Owner,
} from './links/link';
import type { ExportQuery, ImportOptions, ImportReceipt } from './transfer/transfer';
import type {
  Changed,
  ForgetQuery,
  ForgetReceipt,
  ListQuery,
  Memory,
  MemoryPage,
  MemoryPatch,
  MemoryVersion,
  NewMemory,
  Queued,
  Recalled,
  RecallQuery,
  Remembered,
} from './memory';
import type { Page, PageQuery } from './listing/page';
import type { Rated, RatingRequest } from './ratings/rating';
import type { Scope, ScopeQuery } from './scopes/scope';

/** The outcome of each item of a batch, in its order: stored, or why it was not. */
export type StoredBatch = readonly (Remembered | Problem)[];
/** The same if items may be queued in the journal. */
export type BatchOutcome = readonly (Remembered | Queued | Problem)[];

/** What a caller may say about any write. */
export interface WriteOptions {
  /**
   * Names the request: a repeat within 24 hours by the same actor on the same route gets the first answer and changes nothing.
   * The same key with another body is IDEMPOTENCY_KEY_REUSED.
   */
  readonly idempotencyKey?: string;
}

/**
 * The use cases of long-term memory: the port between the HTTP edge and the adapter that stores memories.
 * Besides what each says, all throw the Problems OVERLOADED, SHUTTING_DOWN, DATABASE_UNAVAILABLE and, where it is
 * apart, MEMORY_UNAVAILABLE. What changes memories throws WRITES_QUEUED while writes of the tenant are queued in the journal.
 */
export abstract class MemoryService {
  /**
   * Stores one memory: durable, audited and, unless it is queued, found by the next recall when the promise resolves.
   * @throws Problem VALIDATION_FAILED, IDEMPOTENCY_KEY_REUSED
   */
  abstract remember(
    context: TenantContext,
    memory: NewMemory,
    options?: WriteOptions,
  ): Promise<Remembered | Queued>;

  /**
   * Stores up to 1,000 memories in their order.
   * @param options.atomic all or none: one bad item makes every other fail with BATCH_ABORTED
   * @throws Problem IDEMPOTENCY_KEY_REUSED; others when nothing could be tried at all
   */
  abstract rememberBatch(
    context: TenantContext,
    memories: readonly NewMemory[],
    options: WriteOptions & { readonly atomic: boolean },
  ): Promise<BatchOutcome>;

  /**
   * Ranks the memories of one namespace by what they say about the question.
   * @throws Problem NAMESPACE_TOO_LARGE, AS_OF_TOO_LARGE
   */
  abstract recall(context: TenantContext, query: RecallQuery): Promise<Recalled>;

  /** @throws Problem MEMORY_NOT_FOUND also for an expired memory and for one of another tenant */
  abstract get(context: TenantContext, id: string): Promise<Memory>;

  /** @throws Problem CURSOR_INVALID */
  abstract list(context: TenantContext, query: ListQuery): Promise<MemoryPage>;

  /** The namespaces, users, agents, sessions or tags of memories, by name. @throws Problem CURSOR_INVALID */
  abstract scopes(context: TenantContext, query: ScopeQuery): Promise<Page<Scope>>;

  /**
   * Changes some fields; without a difference the version stays.
   * @param options.ifVersions the change is made only to one of these versions
   * @throws Problem MEMORY_NOT_FOUND, VERSION_MISMATCH, KEY_TAKEN, IDEMPOTENCY_KEY_REUSED
   */
  abstract change(
    context: TenantContext,
    id: string,
    patch: MemoryPatch,
    options?: WriteOptions & { readonly ifVersions?: readonly number[] },
  ): Promise<Changed>;

  /**
   * Removes a memory, its versions, and the summaries and episodes that repeat its words, for good.
   * @throws Problem MEMORY_NOT_FOUND, IDEMPOTENCY_KEY_REUSED
   */
  abstract delete(context: TenantContext, id: string, options?: WriteOptions): Promise<void>;

  /**
   * Removes a memory by the original's address.
   * @param coordinate "x,y,z", as `coordinateOf` makes it; @param options.userId and agentId say whose it is: users with one key have one coordinate
   * @throws Problem MEMORY_NOT_FOUND, IDEMPOTENCY_KEY_REUSED
   */
  abstract deleteByCoordinate(
    context: TenantContext,
    coordinate: string,
    options?: WriteOptions & Owner,
  ): Promise<void>;

  /**
   * Removes the newest memory with exactly this text.
   * @param named the text stands as its `key`; whether a memory has it as its key is not asked
   * @throws Problem MEMORY_NOT_FOUND, IDEMPOTENCY_KEY_REUSED
   */
  abstract deleteByText(
    context: TenantContext,
    named: NamedAddress,
    options?: WriteOptions & Owner,
  ): Promise<void>;

  /**
   * The versions of a memory, the present one first.
   * @throws Problem MEMORY_NOT_FOUND, CURSOR_INVALID
   */
  abstract history(context: TenantContext, id: string, page: PageQuery): Promise<Page<MemoryVersion>>;

  /**
   * Gives a memory the state of an earlier version, as a new version.
   * @param version null: the one before the present one
   * @throws Problem MEMORY_NOT_FOUND, VERSION_NOT_FOUND, KEY_TAKEN, IDEMPOTENCY_KEY_REUSED
   */
  abstract restore(
    context: TenantContext,
    id: string,
    version: number | null,
    options?: WriteOptions,
  ): Promise<Changed>;

  /**
   * Removes every memory that meets the conditions, and those derived from them, with all their versions, for good. Memories stored after
   * it began stay.
   * @throws Problem IDEMPOTENCY_KEY_REUSED
   */
  abstract forget(context: TenantContext, query: ForgetQuery, options?: WriteOptions): Promise<ForgetReceipt>;

  /**
   * Links a memory to another; an existing link gets the new weight. A link is removed with either memory. A name that is no key means the
   * newest memory with exactly this text.
   * @throws Problem MEMORY_NOT_FOUND for a source, or a target by id or coordinate; VALIDATION_FAILED, IDEMPOTENCY_KEY_REUSED
   */
  abstract link(context: TenantContext, link: LinkRequest, options?: WriteOptions): Promise<Linked>;

  /** Lists links, except those of closed memories. @throws Problem MEMORY_NOT_FOUND for a source or target that is not there, CURSOR_INVALID */
  abstract links(context: TenantContext, query: LinkQuery): Promise<Page<Link>>;

  /** The memory at an address. @throws Problem MEMORY_NOT_FOUND */
  abstract find(context: TenantContext, address: MemoryAddress): Promise<Memory>;

  /** The links of several memories at once, whose two memories are visible and not closed. A memory that does not exist has none. */
  abstract follow(context: TenantContext, query: FollowQuery): Promise<readonly Link[]>;

  /**
   * Rates memories for a question: the next recall of it, and of similar questions, uses the ratings. If one of the memories does not
   * exist, none is rated.
   * @throws Problem MEMORY_NOT_FOUND, IDEMPOTENCY_KEY_REUSED
   */
  abstract rate(context: TenantContext, request: RatingRequest, options?: WriteOptions): Promise<Rated>;

  /**
   * Makes the changes of a run that consolidates the tenant's memories: each with its audit record and its place in the history.
   * @throws Problem POLICY_DENIED for who sees a part of the tenant
   */
  abstract consolidate(context: TenantContext, request: ConsolidationRequest): Promise<Consolidated>;

  /**
   * The memories of the tenant with their versions as a file that `import` reads: lines of JSON, the last of them a trailer with a checksum.
   * @throws Problem DATABASE_UNAVAILABLE or MEMORY_UNAVAILABLE, also half-way; such a file has no trailer
   */
  abstract export(context: TenantContext, query: ExportQuery): AsyncIterable<Uint8Array>;

  /**
   * Stores what such a file holds, under the ids, versions and times it had. What is here in the same version or a newer one stays. After a
   * failure the file can be sent again; what was stored stays.
   * @throws Problem IMPORT_INVALID
   */
  abstract import(
    context: TenantContext,
    file: AsyncIterable<Uint8Array>,
    options: ImportOptions,
  ): Promise<ImportReceipt>;
}
