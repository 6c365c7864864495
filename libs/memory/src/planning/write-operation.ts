import { newId, type JsonObject, type Problem, type TenantContext, type Visibility } from '@somabrain/kernel';
import type { WeighedLink } from '../consolidation/consolidation';
import type { Supersession } from '../consolidation/supersession';
import type { MemoryAddress } from '../links/link';
import type { OutgoingLink } from '../links/planned-link';
import type { KeptField, MemoryPatch, NewMemory, Queued, Remembered } from '../memory';
import type { PlannedRating } from '../ratings/planned-rating';
import type { MemoryState } from './memory-state';

/** What makes a repeated request the same one. Both are base64 of a SHA-256. */
export interface Idempotency {
  /** Of actor, route and key. */
  readonly digest: string;
  /** Of the request itself. */
  readonly fingerprint: string;
}

/** What every write carries into its group. */
export interface AcceptedOperation {
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

/** What an operation takes over from the request that it comes from. */
export function accepted(context: TenantContext, idempotency: Idempotency | null): AcceptedOperation {
  const { actor, traceId, decisionId, visibility, mayDelete } = context;
  return { operationId: newId(), actor, traceId, decisionId, visibility, mayDelete, idempotency };
}

/** A memory with everything that can be computed before the transaction. */
export interface RememberOperation extends AcceptedOperation {
  readonly kind: 'remember';
  readonly state: MemoryState;
  /** See `NewMemory.keeps`. */
  readonly keeps?: readonly KeptField[];
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
interface Journaled {
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
export interface RemovalOperation extends AcceptedOperation {
  readonly kind: 'delete' | 'expire' | 'forget';
  readonly id: string;
}

/** What the audit calls each kind of removal. */
export const REMOVAL_ACTIONS = {
  delete: 'memory.deleted',
  expire: 'memory.expired',
  forget: 'memory.forgotten',
} as const;

/** The end of a forget or an import, which take many units: its audit record. */
export interface SummaryOperation extends AcceptedOperation {
  readonly kind: 'summary';
  readonly action: 'memories.forgotten' | 'memories.imported';
  /** The data of the audit record, and the answer to a repeat. */
  readonly summary: JsonObject;
}

/** A link from one memory to another. */
export interface LinkOperation extends AcceptedOperation {
  readonly kind: 'link';
  readonly source: Exclude<MemoryAddress, { coordinate: string }>;
  readonly link: OutgoingLink;
}

/** Ratings of memories for a question. */
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

/** Closes a memory that no longer holds. */
export interface CloseOperation extends AcceptedOperation {
  readonly kind: 'close';
  readonly id: string;
  /** It is closed only in this version. */
  readonly version: number;
  readonly closure: Supersession;
}

/** Reopens a memory that a run closed. */
export interface ReopenOperation extends AcceptedOperation {
  readonly kind: 'reopen';
  readonly id: string;
  /** It is opened only if this run closed it. */
  readonly run: string;
}

/** Gives links new weights. */
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
  | RemovalOperation
  | SummaryOperation
  | LinkOperation
  | RateOperation
  | ImportOperation
  | CloseOperation
  | ReopenOperation
  | WeighOperation;

export type WriteKindName = WriteOperation['kind'];
export type OperationOf<Kind extends WriteKindName> = Extract<WriteOperation, { readonly kind: Kind }>;

interface Outcome<Status extends string> {
  readonly status: Status;
  /** Whether it repeats the answer to an earlier request. */
  readonly replayed: boolean;
}
interface Changed extends Outcome<'changed'> {
  readonly id: string;
  readonly version: number;
}
interface Summarised extends Outcome<'summarised'> {
  readonly auditId: string;
  readonly summary: JsonObject;
}
interface Linked extends Outcome<'linked'> {
  readonly sourceId: string;
}
interface Rated extends Outcome<'rated'> {
  readonly rated: number;
}
/** What the operation is about is not there, which is no error. */
export type Absent = Outcome<'absent'>;

/** The outcome of an operation that was not refused, by its kind. */
interface Outcomes {
  /** Absent only for a row of the journal that is stored already, and for a summary whose sources are gone. */
  readonly remember: Remembered | Absent;
  readonly journal: Remembered | Queued;
  readonly change: Changed;
  readonly restore: Changed;
  readonly delete: Outcome<'removed'> | Absent;
  readonly expire: Outcome<'removed'> | Absent;
  readonly forget: Outcome<'removed'> | Absent;
  readonly summary: Summarised;
  readonly link: Linked;
  readonly rate: Rated;
  /** Unchanged: the stored memory is as new, or newer. */
  readonly import: Outcome<'imported' | 'replaced' | 'unchanged'>;
  readonly close: Changed | Absent;
  readonly reopen: Changed | Absent;
  readonly weigh: Outcome<'weighed'>;
}
export type OutcomeOf<Kind extends WriteKindName> = Outcomes[Kind];

/** It changed nothing. */
export interface Refused {
  readonly status: 'refused';
  readonly problem: Problem;
}

export type WriteOutcome = Outcomes[WriteKindName] | Refused;
