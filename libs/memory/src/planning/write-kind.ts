import type { AuditRecord } from '@somabrain/audit';
import type { Problem, Visibility } from '@somabrain/kernel';
import type { NamedAddress } from '../links/link';
import type { NewMemory } from '../memory';
import type { KeyScope } from './key-scope';
import type { MemoryState } from './memory-state';
import type { PlanningState } from './planning-state';
import type { Absent, OperationOf, OutcomeOf, Refused, WriteKindName } from './write-operation';

/** Says which stored memories of a tenant are looked up before the group is planned. */
export interface WantedOfTenant {
  withId(id: string): void;
  /** @param visibility of whoever asks, as far as the scope leaves the user open */
  withKey(named: NamedAddress, scope: KeyScope, visibility?: Visibility): void;
  withDuplicateDigest(digest: string): void;
}

/** Stored memories of which a write may keep some: those with the key, or those that say the same, unless all of their state is the same. */
export interface Merged {
  /** Null: what says the same. */
  readonly address: NamedAddress | null;
  readonly state: MemoryState;
}

/** One kind of write: what it reads, how it is planned, and the outcome of a replay. The writer and the planner know nothing else of it. */
export interface WriteKind<Kind extends WriteKindName> {
  /** Whether it counts against the daily quota. What comes from the journal was counted before, and what consolidation makes is no write of the tenant. */
  isCounted(operation: OperationOf<Kind>): boolean;
  /** Whether it keeps its place behind what waits in the journal. */
  readonly waitsForJournal: boolean;
  /** Names what it may meet. */
  want?(operation: OperationOf<Kind>, wanted: WantedOfTenant): void;
  /** The memory of which it needs the whole state, and the fields by which that may get another key. */
  revises?(operation: OperationOf<Kind>): { readonly id: string; readonly fields: Partial<NewMemory> };
  /** The memories of which it needs the whole state, since it keeps some of it. */
  merges?(operation: OperationOf<Kind>): Merged | null;
  /** Id of the memory that it removes. */
  removes?(operation: OperationOf<Kind>): string;
  /** What it remembers, now or later. */
  remembers?(operation: OperationOf<Kind>): NewMemory;
  /**
   * What stands against it where its caller may not delete: a stored memory must not vanish sooner than it would anyway. How long a new
   * memory lives, and that one lives longer, is for everybody who may write.
   */
  shortens?(planning: PlanningState, operation: OperationOf<Kind>): Problem | null;
  /** Plans it. A refusal changes nothing. */
  plan(planning: PlanningState, operation: OperationOf<Kind>): OutcomeOf<Kind> | Refused;
  /** The outcome of one that an earlier commit stored although its answer was lost. @param createdAt of the memory that the record is about */
  recover(operation: OperationOf<Kind>, record: AuditRecord, createdAt: number): OutcomeOf<Kind>;
}

export const ABSENT: Absent = { status: 'absent', replayed: false };

/** Id and version of the memory that a record is about. */
export function subjectOf({ resource, data }: AuditRecord): {
  readonly id: string;
  readonly version: number;
} {
  return { id: resource.id as string, version: data.version as number };
}
