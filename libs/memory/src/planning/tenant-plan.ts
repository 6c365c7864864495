import type { AuditEvent } from '@somabrain/audit';
import type { JsonObject } from '@somabrain/kernel';
import type { PlannedWeight, RunChange } from '../consolidation/planned-changes';
import type { JournalPlan } from '../journal/plan-journaled';
import type { PlannedLink } from '../links/planned-link';
import type { MemoryState } from './memory-state';
import type { PlannedRating } from '../ratings/planned-rating';
import type { Idempotency } from './write-operation';

/** A stored memory as far as a plan needs it. Digests are base64, times milliseconds. */
export interface StoredMemory {
  readonly id: string;
  readonly namespace: string;
  readonly key: string | null;
  readonly userId: string | null;
  readonly agentId: string | null;
  readonly version: number;
  readonly createdAt: number;
  readonly expiresAt: number | null;
  readonly arrival: number;
  readonly duplicateDigest: string | null;
  readonly stateDigest: string;
  readonly nonce: Buffer;
  readonly expired: boolean;
  /** Read only where an operation changes some of it. */
  readonly state: MemoryState | null;
}

/** The answer that an earlier request with an idempotency key got. */
export interface StoredAnswer extends Idempotency {
  readonly answer: JsonObject;
}

/** A memory as a row of `memories` or, replaced, of `memory_versions`. */
export interface MemoryRow {
  readonly state: MemoryState;
  readonly id: string;
  readonly coordinate: Buffer;
  readonly version: number;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly expiresAt: number | null;
  readonly arrival: number;
  readonly nonce: Buffer;
}

/** One row of `memory_changes`. */
export interface Change {
  readonly namespace: string;
  readonly seq: number;
  readonly memoryId: string;
  readonly op: 'put' | 'removed';
}

/** The write plan of one tenant in a group: it touches each row at most once. */
export interface TenantPlan extends JournalPlan {
  readonly inserts: MemoryRow[];
  /** New states of stored rows; the stored ones become versions. */
  readonly updates: MemoryRow[];
  /** States that lived only inside this group. */
  readonly versions: { readonly row: MemoryRow; readonly replacedAt: number }[];
  /** Earlier states of imported memories; those that are stored already stay as they are. */
  readonly importedVersions: { readonly row: MemoryRow; readonly replacedAt: number }[];
  /** Ids of stored rows. */
  readonly removals: string[];
  readonly links: PlannedLink[];
  readonly ratings: PlannedRating[];
  readonly weights: PlannedWeight[];
  /** What runs that consolidate have changed. */
  readonly runChanges: RunChange[];
  readonly changes: Change[];
  readonly events: AuditEvent[];
  readonly answers: StoredAnswer[];
  /** What counts against the daily quota since midnight; null where the group added nothing to it. */
  readonly writesToday: number | null;
}
