import type { JsonObject, Problem, Visibility } from '@somabrain/kernel';
import type { Closure } from '../consolidation/supersession';
import type { WeighedLink } from '../consolidation/consolidation';
import type { MemoryAddress } from '../links/link';
import type { MemoryPatch, NewMemory, Queued, Remembered } from '../memory';
import type { MemoryState } from './memory-state';
import type { OutgoingLink } from '../links/planned-link';
import type { PlannedRating } from '../ratings/planned-rating';

/** What makes a repeated request the same one. Both are base64 of a SHA-256. */
export interface Idempotency {
  /** Of actor, route and key. */
  readonly digest: string;
  /** Of the request itself. */
  readonly fingerprint: string;
}

/** What every write carries into its group. */
interface AcceptedOperation {
  /** UUIDv7 made at acceptance; the id of its audit record, by which a lost commit is recognised. */
  readonly operationId: string;
  readonly actor: string;
  readonly traceId: string;
  readonly decisionId?: string | undefined;
  /** What it may find and change; absent: everything. */
  readonly visibility?: Visibility | undefined;
  /** Whether it may end the life of a memory sooner; absent: it may. */
  readonly mayDelete?: boolean | undefined;
  readonly idempotency: Idempotency | null;
}

/** A memory with everything that can be computed before the transaction. */
export interface RememberOperation extends AcceptedOperation {
  readonly kind: 'remember';
  readonly state: MemoryState;
  readonly links: readonly OutgoingLink[];
  /** Its id if it turns out to be new. */
  readonly id: string;
  /** 16 random bytes, used if it turns out to be new. */
  readonly nonce: Buffer;
  /** Where it waited in the journal; absent where it comes from its caller. */
  readonly journaled?: Journaled;
  /** The run that made it; absent where it comes from its caller. */
  readonly run?: string;
}

/** A row of the journal. */
export interface Journaled {
  readonly seq: number;
  /** Id of the audit record that says it was accepted. */
  readonly acceptedId: string;
}

/** A memory that is accepted now and stored later. */
export interface JournalOperation extends AcceptedOperation {
  readonly kind: 'journal';
  /** Recognises it when it is stored after all by the request that got no answer. */
  readonly idempotency: Idempotency;
  readonly id: string;
  readonly memory: NewMemory;
}

/** A change of some fields. */
export interface ChangeOperation extends AcceptedOperation {
  readonly kind: 'change';
  readonly id: string;
  readonly patch: MemoryPatch;
  /** The change is made only to one of these versions; null: to any. */
  readonly ifVersions: readonly number[] | null;
  /** The analysed form of the new text, if there is one. */
  readonly analysed: Uint8Array | null;
}

/** A change back to an earlier state. */
export interface RestoreOperation extends AcceptedOperation {
  readonly kind: 'restore';
  readonly id: string;
  /** The version whose state it is. */
  readonly version: number;
  readonly state: MemoryState;
}

/** Removal by id: on request, because its time is over, or by a forget. */
export interface RemoveOperation extends AcceptedOperation {
  readonly kind: 'delete' | 'expire' | 'forget';
  readonly id: string;
}

/** The end of a forget or an import, which take many units: its audit record. */
export interface SummaryOperation extends AcceptedOperation {
  readonly kind: 'summary';
  readonly action: 'memories.forgotten' | 'memories.imported';
  /** What the record says, and what a repeat is answered with. */
  readonly summary: JsonObject;
}

/** A link from one memory to another. */
export interface LinkOperation extends AcceptedOperation {
  readonly kind: 'link';
  readonly source: Exclude<MemoryAddress, { coordinate: string }>;
  readonly link: OutgoingLink;
}

/** What memories were worth for a question. */
export interface RateOperation extends AcceptedOperation {
  readonly kind: 'rate';
  /** Each of another memory. */
  readonly ratings: readonly PlannedRating[];
}

/** One earlier state of a memory that is imported. Times are milliseconds. */
export interface ImportedVersion {
  readonly version: number;
  readonly state: MemoryState;
  readonly expiresAt: number | null;
  readonly recordedAt: number;
  readonly replacedAt: number;
}

/** A memory as another instance had it. */
export interface ImportOperation extends AcceptedOperation {
  readonly kind: 'import';
  readonly id: string;
  readonly state: MemoryState;
  readonly version: number;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly expiresAt: number | null;
  /** 16 random bytes, used if it is not there yet. */
  readonly nonce: Buffer;
  readonly versions: readonly ImportedVersion[];
  readonly links: readonly OutgoingLink[];
}

/** That a memory does not hold any more. */
export interface CloseOperation extends AcceptedOperation {
  readonly kind: 'close';
  readonly id: string;
  /** It is closed only in this version. */
  readonly version: number;
  readonly closure: Closure;
}

/** That it does after all. */
export interface ReopenOperation extends AcceptedOperation {
  readonly kind: 'reopen';
  readonly id: string;
  /** It is opened only if this run closed it. */
  readonly run: string;
}

/** What links weigh from now on. */
export interface WeighOperation extends AcceptedOperation {
  readonly kind: 'weigh';
  readonly run: string;
  readonly links: readonly WeighedLink[];
  /** Whether the run is being undone. */
  readonly undone: boolean;
}

export type WriteOperation =
  | RememberOperation
  | JournalOperation
  | ChangeOperation
  | RestoreOperation
  | RemoveOperation
  | SummaryOperation
  | LinkOperation
  | RateOperation
  | ImportOperation
  | CloseOperation
  | ReopenOperation
  | WeighOperation;

/**
 * What became of one operation. A removal that found nothing is `absent`, and so is a row of the journal that is stored already; an import
 * that is no newer is `unchanged`.
 */
export type WriteOutcome =
  | Remembered
  | Queued
  | { readonly status: 'changed'; readonly id: string; readonly version: number; readonly replayed: boolean }
  | { readonly status: 'removed' | 'absent'; readonly replayed: boolean }
  | { readonly status: 'weighed'; readonly replayed: boolean }
  | { readonly status: 'rated'; readonly rated: number; readonly replayed: boolean }
  | { readonly status: 'linked'; readonly sourceId: string; readonly replayed: boolean }
  | { readonly status: 'imported' | 'replaced' | 'unchanged'; readonly replayed: boolean }
  | {
      readonly status: 'summarised';
      readonly auditId: string;
      readonly summary: JsonObject;
      readonly replayed: boolean;
    }
  | Refused;

/** It changed nothing. */
export interface Refused {
  readonly status: 'refused';
  readonly problem: Problem;
}
