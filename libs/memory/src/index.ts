export type { Supersession } from './consolidation/supersession';
export type {
  Consolidated,
  ConsolidationRequest,
  ConsolidationStep,
  RunChange,
  WeighedLink,
} from './consolidation/consolidation';
export { coordinateOf } from './coordinate';
export { isDerivedMemory } from './consolidation/derived-memory';
export {
  type FollowQuery,
  type Link,
  LINK_DIRECTIONS,
  type LinkDirection,
  type Linked,
  type LinkQuery,
  type LinkRequest,
  LINK_TYPES,
  type LinkType,
  MAX_FOLLOWED,
  MAX_WEIGHT,
  type MemoryAddress,
  type NamedAddress,
  type NewLink,
  type Owner,
} from './links/link';
export { ownedBy } from './links/owned-by';
export {
  createInProcessMemory,
  type InProcessMemory,
  type InProcessMemorySettings,
  type MemoryAudit,
  type MemoryObserver,
} from './in-process-memory';
export { type Arrived, type FadingLink, StoredMemories } from './consolidation/stored-memories';
export { LocalEngine } from './ranking/local-engine';
export type { IndexObserver, Ranked } from './ranking/ranking-engine';
export { readRankingFiles } from './ranking/ranking-files';
export { likenessOf } from './planning/memory-digests';
export { type JournalObserver, WriteJournal } from './journal/write-journal';
export { timeZone, withDayBounds } from './validation/day-bounds';
export {
  TIME_MODES,
  type TimeMode,
  type TimeQuestion,
  timesOf,
  type UnderstoodTime,
} from './recall/time/time-mode';
export { withTimes } from './recall/time/time-question';
export { type Excerpt, KEPT_FIELDS, type KeptField, type Omitted } from './memory';
export { LIST_SORTS, memoriesWithIds } from './memory';
export type {
  Changed,
  ForgetQuery,
  ForgetReceipt,
  ListOrder,
  ListQuery,
  Memory,
  MemoryFilter,
  WorkingMemoryHit,
  MemoryPage,
  MemoryPatch,
  MemoryVersion,
  NewMemory,
  Queued,
  Recalled,
  RecalledMemory,
  RecallPart,
  RecallQuery,
  Remembered,
} from './memory';
export type { Page, PageQuery } from './listing/page';
export { MAX_RATED, type Rated, type RatedMemory, type RatingRequest } from './ratings/rating';
export { SessionAwareMemory, type SessionObserver } from './session/session-aware-memory';
export { type SessionEntry, type SessionHit, SessionHits } from './session/session-hits';
export { type FilterExpression, NAMED_FIELDS } from './filter/filter-expression';
export { meetsExpression } from './filter/meets-expression';
export { type ParsedFilter, parseFilter } from './filter/parse-filter';
export { HttpMemoryService } from './http/http-memory-service';
export { JournalingMemoryService } from './http/journaling-memory-service';
export { MemoryConnection } from './http/memory-connection';
export { MemoryIndicator } from './http/memory-indicator';
export { requiredMemory } from './http/required-memory';
export * as contract from './contract';
export type { RemoteMemory } from './http/remote-memory';
export { MemoryModule } from './memory.module';
export { StorageModule, type StorageOptions } from './storage.module';
export { type BatchOutcome, MemoryService, type StoredBatch, type WriteOptions } from './memory-service';
export { keyReused } from './idempotency/key-reused';
export type { ExportQuery, ImportFailure, ImportOptions, ImportReceipt } from './transfer/transfer';
export { limitContent, memoryContent } from './validation/content';
export {
  MAX_NAMESPACES,
  memoryKey,
  memoryType,
  memoryVersion,
  NAMESPACE_PATTERN,
  namespaceName,
  namespacePattern,
  scopeId,
  tags,
  text,
  time,
  ttlSeconds,
} from './validation/fields';
export { storable } from './validation/storable-json';
export { meetsFilter } from './recall/memory-filter';
export { type Scope, SCOPE_KINDS, type ScopeKind, type ScopeQuery } from './scopes/scope';
