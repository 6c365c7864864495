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

/** The stored memories that a write may merge with: those with the key, or duplicates, unless their whole state is equal. */
export interface Merged {
  /** Null: duplicates. */
  readonly address: NamedAddress | null;
  readonly state: MemoryState;
}

/** One kind of write: what it reads, how it is planned, and the outcome of a replay. The writer and the planner know nothing else of it. */
export interface WriteKind<Kind extends WriteKindName> {
  /** Whether it counts against the daily quota. Writes of the journal were counted before, and those of consolidation are none of the tenant's. */
  isCounted(operation: OperationOf<Kind>): boolean;
  /** Whether it is refused while it would overtake queued writes of the tenant. */
  readonly waitsForJournal: boolean;
  /** Names the stored memories that it may concern. */
  want?(operation: OperationOf<Kind>, wanted: WantedOfTenant): void;
  /** The memory whose whole state it needs, and the fields that may give it another key. */
  revises?(operation: OperationOf<Kind>): { readonly id: string; readonly fields: Partial<NewMemory> };
  /** The memories whose whole state it needs, because it keeps a part of it. */
  merges?(operation: OperationOf<Kind>): Merged | null;
  /** Id of the memory that it removes. */
  removes?(operation: OperationOf<Kind>): string;
  /** The memory that it stores, now or from the journal. */
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
